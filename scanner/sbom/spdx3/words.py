"""The words of SPDX 3.0.1 beside those of our document model. Specification: https://spdx.github.io/spdx-spec/v3.0.1/"""

from __future__ import annotations

from scanner.sbom.document import Completeness

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
CREATION = "_:creation"  # how our documents name their own CreationInfo
TERMS = "https://spdx.org/rdf/3.0.1/terms/"
NONE = TERMS + "Core/NoneElement"
NOASSERTION = TERMS + "Core/NoAssertionElement"

PURPOSES = {
    "application": "application",
    "framework": "framework",
    "library": "library",
    "container": "container",
    "platform": "platform",
    "operating-system": "operatingSystem",
    "device": "device",
    "device-driver": "deviceDriver",
    "firmware": "firmware",
    "file": "file",
    "machine-learning-model": "model",
    "data": "data",
}
ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
    "SHA3-256": "sha3_256",
    "SHA3-384": "sha3_384",
    "SHA3-512": "sha3_512",
    "BLAKE2b-256": "blake2b256",
    "BLAKE2b-384": "blake2b384",
    "BLAKE2b-512": "blake2b512",
    "BLAKE3": "blake3",
}
REFERENCES = {
    "advisories": "securityAdvisory",
    "adversary-model": "securityAdversaryModel",
    "build-meta": "buildMeta",
    "build-system": "buildSystem",
    "certification-report": "certificationReport",
    "chat": "chat",
    "component-analysis-report": "componentAnalysisReport",
    "distribution": "binaryArtifact",
    "documentation": "documentation",
    "dynamic-analysis-report": "dynamicAnalysisReport",
    "issue-tracker": "issueTracker",
    "license": "license",
    "mailing-list": "mailingList",
    "pentest-report": "securityPenTestReport",
    "release-notes": "releaseNotes",
    "risk-assessment": "riskAssessment",
    "runtime-analysis-report": "runtimeAnalysisReport",
    "security-contact": "securityOther",
    "social": "socialMedia",
    "source-distribution": "sourceArtifact",
    "static-analysis-report": "staticAnalysisReport",
    "support": "support",
    "threat-model": "securityThreatModel",
    "vcs": "vcs",
    "website": "altWebPage",
}
# our edge kinds, in SPDX 2.3's words, → relationship type and life-cycle scope
EDGES = {
    "RUNTIME_DEPENDENCY_OF": ("dependsOn", "runtime"),
    "BUILD_DEPENDENCY_OF": ("dependsOn", "build"),
    "DEV_DEPENDENCY_OF": ("dependsOn", "development"),
    "TEST_DEPENDENCY_OF": ("dependsOn", "test"),
    "OPTIONAL_DEPENDENCY_OF": ("hasOptionalDependency", "runtime"),
    "PROVIDED_DEPENDENCY_OF": ("hasProvidedDependency", "runtime"),
}
KINDS_OF_EDGES = frozenset({"dependsOn", "hasOptionalDependency", "hasProvidedDependency"})
# SPDX 2.3's other relationships (§11.1) → SPDX 3's, and whether those are said from the other end
RELATIONS = {
    "ANCESTOR_OF": ("ancestorOf", False),
    "AMENDS": ("amendedBy", True),
    "COPY_OF": ("copiedTo", True),
    "DATA_FILE_OF": ("hasDataFile", True),
    "DEPENDENCY_MANIFEST_OF": ("hasDependencyManifest", True),
    "DESCENDANT_OF": ("descendantOf", False),
    "DISTRIBUTION_ARTIFACT": ("hasDistributionArtifact", False),
    "DOCUMENTATION_OF": ("hasDocumentation", True),
    "DYNAMIC_LINK": ("hasDynamicLink", False),
    "EXAMPLE_OF": ("hasExample", True),
    "EXPANDED_FROM_ARCHIVE": ("expandsTo", True),
    "FILE_ADDED": ("hasAddedFile", True),
    "FILE_DELETED": ("hasDeletedFile", True),
    "GENERATES": ("generates", False),
    "HAS_PREREQUISITE": ("hasPrerequisite", False),
    "METAFILE_OF": ("hasMetadata", True),
    "OPTIONAL_COMPONENT_OF": ("hasOptionalComponent", True),
    "PATCH_FOR": ("patchedBy", True),
    "STATIC_LINK": ("hasStaticLink", False),
    "TEST_CASE_OF": ("hasTestCase", True),
    "TEST_OF": ("hasTest", True),
    "VARIANT_OF": ("hasVariant", True),
}


# RelationshipType without those that have a place of their own in our model
RELATION_TYPES = frozenset(
    """
    affects amendedBy ancestorOf availableFrom configures coordinatedBy copiedTo delegatedTo descendantOf describes
    doesNotAffect expandsTo exploitCreatedBy fixedBy fixedIn foundBy generates hasAddedFile hasAssessmentFor
    hasAssociatedVulnerability hasDataFile hasDeletedFile hasDependencyManifest hasDistributionArtifact
    hasDocumentation hasDynamicLink hasEvidence hasExample hasHost hasInput hasMetadata hasOptionalComponent hasOutput
    hasPrerequisite hasRequirement hasSpecification hasStaticLink hasTest hasTestCase hasVariant invokedBy modifiedBy
    packagedBy patchedBy publishedBy reportedBy republishedBy serializedInArtifact testedOn trainedOn
    underInvestigationFor usesTool
    """.split()  # noqa: SIM905  a paragraph reads better than fifty lines
)
PHASES = {
    "design": "design",
    "pre-build": "source",
    "build": "build",
    "post-build": "analyzed",
    "operations": "runtime",
    "discovery": "deployed",
}


KINDS = {purpose: kind for kind, purpose in PURPOSES.items()}
HASHES = {spdx: ours for ours, spdx in ALGORITHMS.items()}
REFERENCE_KINDS = {spdx: ours for ours, spdx in REFERENCES.items()}
LIFECYCLES = {spdx: ours for ours, spdx in PHASES.items()}
EDGE_WORDS = {spdx: ours for ours, spdx in EDGES.items()}
RELATION_WORDS = {spdx: (ours, is_reversed) for ours, (spdx, is_reversed) in RELATIONS.items()}


def completeness_word(level: Completeness) -> str:
    """RelationshipCompleteness: complete, incomplete or noAssertion."""
    if level is Completeness.COMPLETE:
        return "complete"
    return "noAssertion" if level in (Completeness.UNKNOWN, Completeness.NOT_SPECIFIED) else "incomplete"
