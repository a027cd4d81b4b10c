"""organisers word every kind of letter; the text of the invitation is one of these"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_letter_wordings_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wordings")),
        sa.UniqueConstraint(
            "dialogue_id", "kind", "language", name=op.f("uq_letter_wordings_dialogue_id_kind_language")
        ),
    )
    op.execute(
        "INSERT INTO letter_wordings (dialogue_id, kind, language, subject, body, version, changed_at, changed_by) "
        "SELECT dialogue_id, 'invitation', language, subject, body, version, changed_at, '' FROM invitation_texts"
    )
    op.drop_table("invitation_texts")


def downgrade() -> None:
    op.create_table(
        "invitation_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_invitation_texts_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_texts")),
        sa.UniqueConstraint("dialogue_id", "language", name=op.f("uq_invitation_texts_dialogue_id_language")),
    )
    op.execute(
        "INSERT INTO invitation_texts (dialogue_id, language, subject, body, version, changed_at) "
        "SELECT dialogue_id, language, subject, body, version, changed_at FROM letter_wordings "
        "WHERE kind = 'invitation' AND body <> ''"
    )
    op.drop_table("letter_wordings")
