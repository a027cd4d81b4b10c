"""mails that came in are kept with one outcome; answers know the mail that brought them; addresses are blocked"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OUTCOMES = ("applied", "duplicate", "stale", "counter", "manual", "autoreply", "bounce", "complaint", "ignored")


def upgrade() -> None:
    op.create_table(
        "received",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "way",
            sa.Enum("pipe", "folder", "mailbox", name="way", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(*OUTCOMES, name="outcome", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("dialogue", sa.String(length=60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settled_as", sa.String(length=20), nullable=False),
        sa.CheckConstraint("(worked_at IS NULL) = (outcome IS NULL)", name=op.f("ck_received_worked_with_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
    )
    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.create_index("ix_received_open", ["worked_at", "id"], unique=False)
        for column in ("about", "dialogue", "digest", "message_id"):
            batch_op.create_index(batch_op.f(f"ix_received_{column}"), [column], unique=False)

    op.create_table(
        "blocked",
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("received_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["received_id"], ["received.id"], name=op.f("fk_blocked_received_id")),
        sa.PrimaryKeyConstraint("address_key", name=op.f("pk_blocked")),
    )
    op.add_column("replies", sa.Column("stamp", sa.DateTime(timezone=True), nullable=True))
    op.add_column("replies", sa.Column("received_id", sa.Integer(), nullable=True))
    op.add_column("replies", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    for column in ("counts", "received_id", "stamp"):
        op.drop_column("replies", column)
    op.drop_table("blocked")
    op.drop_table("received")
