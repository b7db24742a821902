"""First light: projects, origins, releases and everything that a scan and a verdict say of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# 64 bits everywhere; SQLite's only automatic key is INTEGER, which has as many
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "document",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256_is_hex")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document")),
    )
    op.create_table(
        "package",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("purl", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("purl", name=op.f("uq_package_purl")),
    )
    op.create_index(op.f("ix_package_name_key"), "package", ["name_key"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("homepage", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 100", name=op.f("ck_project_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("name", name=op.f("uq_project_name")),
        sa.UniqueConstraint("name_key", name=op.f("uq_project_name_key")),
        sa.UniqueConstraint("store", name=op.f("uq_project_store")),
    )
    op.create_table(
        "origin",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("project_id", INTEGER, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("git", "directory", "archive", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "relation",
            sa.Enum("primary", "mirror", name="relation", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_origin_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin")),
        sa.UniqueConstraint("location", name=op.f("uq_origin_location")),
    )
    op.create_index(op.f("ix_origin_project_id"), "origin", ["project_id"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("project_id", INTEGER, nullable=False),
        sa.Column("origin_id", INTEGER, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("tree", sa.String(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_sha256", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "scanning",
                "scanned",
                "in review",
                "published",
                "rejected",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("analyser", sa.String(), nullable=False),
        sa.Column("file_count", INTEGER, nullable=False),
        sa.Column("component_count", INTEGER, nullable=False),
        sa.Column("dependency_count", INTEGER, nullable=False),
        sa.Column("problem_count", INTEGER, nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('rejected', 'withdrawn') OR reason IS NOT NULL", name=op.f("ck_release_reason_given")
        ),
        sa.CheckConstraint('length("commit") IN (40, 64)', name=op.f("ck_release_commit_is_object_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_release_origin_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_release_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("project_id", "commit", name=op.f("uq_release_project_id_commit")),
        sa.UniqueConstraint("project_id", "label", name=op.f("uq_release_project_id_label")),
    )
    op.create_index(op.f("ix_release_origin_id"), "release", ["origin_id"], unique=False)
    op.create_index("ix_release_project_id_id", "release", ["project_id", "id"], unique=False)
    op.create_index("ix_release_state_changed_at", "release", ["state", "changed_at"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("release_id", INTEGER, nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_audit_event_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_release_id_id", "audit_event", ["release_id", "id"], unique=False)
    op.create_table(
        "component",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("package_id", INTEGER, nullable=False),
        sa.Column("purl", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "runtime",
                "optional",
                "development",
                "test",
                "build",
                "provided",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("first_party", sa.Boolean(), nullable=False),
        sa.Column("declared_license", sa.String(), nullable=False),
        sa.Column("declared_as", sa.String(), nullable=False),
        sa.Column("license_class", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_component_package_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_component_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_component")),
        sa.UniqueConstraint("release_id", "purl", name=op.f("uq_component_release_id_purl")),
    )
    op.create_index("ix_component_package_id_version", "component", ["package_id", "version"], unique=False)
    op.create_table(
        "file",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column(
            "treatment",
            sa.Enum(
                "text",
                "binary",
                "huge",
                "lfs-pointer",
                "symlink",
                "submodule",
                name="treatment",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_file_release_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("release_id", "path", name=op.f("uq_file_release_id_path")),
    )
    op.create_index("ix_file_blob", "file", ["blob"], unique=False)
    op.create_table(
        "license_key",
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_license_key_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "key", name=op.f("pk_license_key")),
    )
    op.create_index("ix_license_key_key_release_id", "license_key", ["key", "release_id"], unique=False)
    op.create_table(
        "license_summary",
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("expression", sa.String(), nullable=False),
        sa.Column("license_class", sa.String(), nullable=False),
        sa.Column("file_count", INTEGER, nullable=False),
        sa.Column("component_count", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_license_summary_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "expression", name=op.f("pk_license_summary")),
    )
    op.create_table(
        "problem",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", INTEGER, nullable=True),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_problem_release_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_release_id"), "problem", ["release_id"], unique=False)
    op.create_table(
        "publication",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_publication_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("release_id", name=op.f("uq_publication_release_id")),
    )
    op.create_table(
        "release_document",
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("sbom", "attestation", "report", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_document_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["document.sha256"], name=op.f("fk_release_document_sha256")),
        sa.PrimaryKeyConstraint("release_id", "kind", name=op.f("pk_release_document")),
    )
    op.create_index(op.f("ix_release_document_sha256"), "release_document", ["sha256"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("pack_version", sa.String(), nullable=False),
        sa.Column("pack_sha256", sa.String(), nullable=False),
        sa.Column(
            "scenario",
            sa.Enum(
                "internal-use",
                "network-service",
                "binary-distribution",
                "source-distribution",
                "embedded-device",
                "government-procurement",
                "open-public-data",
                name="scenario",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("outbound", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("accepted", "refused", name="outcome", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_verdict_release_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint(
            "release_id", "pack_sha256", "scenario", name=op.f("uq_verdict_release_id_pack_sha256_scenario")
        ),
    )
    op.create_table(
        "dependency",
        sa.Column("dependent_id", INTEGER, nullable=False),
        sa.Column("dependency_id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "runtime",
                "optional",
                "development",
                "test",
                "build",
                "provided",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dependency_id"], ["component.id"], name=op.f("fk_dependency_dependency_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["dependent_id"], ["component.id"], name=op.f("fk_dependency_dependent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_dependency_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dependent_id", "dependency_id", name=op.f("pk_dependency")),
    )
    op.create_index(op.f("ix_dependency_dependency_id"), "dependency", ["dependency_id"], unique=False)
    op.create_index(op.f("ix_dependency_release_id"), "dependency", ["release_id"], unique=False)
    op.create_table(
        "file_license",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("file_id", INTEGER, nullable=False),
        sa.Column("expression", sa.String(), nullable=False),
        sa.Column("license_class", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tag",
                "text",
                "notice",
                "reference",
                "intro",
                "clue",
                "unknown",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_line", INTEGER, nullable=False),
        sa.Column("last_line", INTEGER, nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_license_file_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_license")),
    )
    op.create_index("ix_file_license_file_id", "file_license", ["file_id"], unique=False)
    op.create_table(
        "violation",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("verdict_id", INTEGER, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("refuse", "warn", "note", name="severity", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "project",
                "component",
                "file",
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("line", INTEGER, nullable=True),
        sa.Column("expression", sa.String(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("remedy", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdict.id"], name=op.f("fk_violation_verdict_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation")),
    )
    op.create_index(op.f("ix_violation_verdict_id"), "violation", ["verdict_id"], unique=False)


def downgrade() -> None:
    """Drop all tables."""
    op.drop_index(op.f("ix_violation_verdict_id"), table_name="violation")
    op.drop_table("violation")
    op.drop_index("ix_file_license_file_id", table_name="file_license")
    op.drop_table("file_license")
    op.drop_index(op.f("ix_dependency_release_id"), table_name="dependency")
    op.drop_index(op.f("ix_dependency_dependency_id"), table_name="dependency")
    op.drop_table("dependency")
    op.drop_table("verdict")
    op.drop_index(op.f("ix_release_document_sha256"), table_name="release_document")
    op.drop_table("release_document")
    op.drop_table("publication")
    op.drop_index(op.f("ix_problem_release_id"), table_name="problem")
    op.drop_table("problem")
    op.drop_table("license_summary")
    op.drop_index("ix_license_key_key_release_id", table_name="license_key")
    op.drop_table("license_key")
    op.drop_index("ix_file_blob", table_name="file")
    op.drop_table("file")
    op.drop_index("ix_component_package_id_version", table_name="component")
    op.drop_table("component")
    op.drop_index("ix_audit_event_release_id_id", table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index("ix_release_state_changed_at", table_name="release")
    op.drop_index("ix_release_project_id_id", table_name="release")
    op.drop_index(op.f("ix_release_origin_id"), table_name="release")
    op.drop_table("release")
    op.drop_index(op.f("ix_origin_project_id"), table_name="origin")
    op.drop_table("origin")
    op.drop_table("project")
    op.drop_index(op.f("ix_package_name_key"), table_name="package")
    op.drop_table("package")
    op.drop_table("document")
