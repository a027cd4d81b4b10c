"""statements are kept with every version, and interpreters reach them by a link"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0032"
branch_labels = None
depends_on = None

TONGUES = ("ar", "zh", "en", "fr", "ru", "es", "other")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("language", _choice("tongue", *TONGUES), nullable=False),
        sa.Column("kind", _choice("filekind", "pdf", "docx"), nullable=False),
        sa.Column("file", sa.String(60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("words", sa.Integer(), nullable=True),
        sa.Column("check_against_delivery", sa.Boolean(), nullable=False),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", _choice("ending", "replaced", "withdrawn", "removed"), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_statements_size_of_something")),
        sa.CheckConstraint("words >= 0", name=op.f("ck_statements_words_from_zero")),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_statements_ended_somehow")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_statements_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("file", name=op.f("uq_statements_file")),
        sa.UniqueConstraint("registration_id", "form_key", name=op.f("uq_statements_registration_id_form_key")),
    )
    op.create_index(
        "uq_statements_one_in_a_language",
        "statements",
        ["registration_id", "language"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "statements_in_writing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_statements_in_writing_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements_in_writing")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_statements_in_writing_registration_id")),
    )
    op.create_table(
        "interpreters_links",
        sa.Column("dialogue_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_interpreters_links_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dialogue_id", name=op.f("pk_interpreters_links")),
    )


def downgrade() -> None:
    op.drop_table("interpreters_links")
    op.drop_table("statements_in_writing")
    op.drop_table("statements")
