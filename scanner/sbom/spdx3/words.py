"""The words of SPDX 3.0.1 beside those of our document model. Specification: https://spdx.github.io/spdx-spec/v3.0.1/"""

from __future__ import annotations

from scanner.sbom.document import Completeness

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
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
    "": ("dependsOn", "runtime"),
    "DEPENDS_ON": ("dependsOn", ""),
    "DEPENDENCY_OF": ("dependsOn", ""),
    "RUNTIME_DEPENDENCY_OF": ("dependsOn", "runtime"),
    "BUILD_DEPENDENCY_OF": ("dependsOn", "build"),
    "DEV_DEPENDENCY_OF": ("dependsOn", "development"),
    "TEST_DEPENDENCY_OF": ("dependsOn", "test"),
    "OPTIONAL_DEPENDENCY_OF": ("hasOptionalDependency", "runtime"),
    "PROVIDED_DEPENDENCY_OF": ("hasProvidedDependency", "runtime"),
}
PHASES = {
    "design": "design",
    "pre-build": "source",
    "build": "build",
    "post-build": "analyzed",
    "operations": "runtime",
    "discovery": "deployed",
}
ARCHIVES = (
    ".tgz",
    ".tar.gz",
    ".tar.bz2",
    ".tar.xz",
    ".zip",
    ".whl",
    ".jar",
    ".war",
    ".aar",
    ".crate",
    ".gem",
    ".nupkg",
)


def completeness_word(level: Completeness) -> str:
    """RelationshipCompleteness: complete, incomplete or noAssertion."""
    if level is Completeness.COMPLETE:
        return "complete"
    return "noAssertion" if level in (Completeness.UNKNOWN, Completeness.NOT_SPECIFIED) else "incomplete"
