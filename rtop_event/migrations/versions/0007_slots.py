"""what a calendar was last told of each turn is kept, so that its SEQUENCE rises exactly when people must look again"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turns_told",
        sa.Column("registration_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('CONFIRMED', 'TENTATIVE', 'CANCELLED')", name=op.f("ck_turns_told_known_status")
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_turns_told_sequence_from_zero")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_turns_told_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_turns_told")),
    )
    op.create_table(
        "turns_looked",
        sa.Column("dialogue_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_turns_looked_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dialogue_id", name=op.f("pk_turns_looked")),
    )


def downgrade() -> None:
    op.drop_table("turns_looked")
    op.drop_table("turns_told")
