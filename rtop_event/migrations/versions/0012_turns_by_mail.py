"""the entry of a turn goes out by mail: whose it is, each as it was sent, and what was answered"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

ANSWERS = ("needs-action", "accepted", "tentative", "declined", "delegated")


def upgrade() -> None:
    op.create_table(
        "turn_holders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reply_key", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_turn_holders_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_holders")),
        sa.UniqueConstraint("registration_id", "address_key", name=op.f("uq_turn_holders_registration_id_address_key")),
        sa.UniqueConstraint("reply_key", name=op.f("uq_turn_holders_reply_key")),
    )
    op.create_table(
        "turn_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("link", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["turn_holders.id"], name=op.f("fk_turn_entries_holder_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_turn_entries_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_entries")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_turn_entries_letter_id")),
    )
    op.create_index(op.f("ix_turn_entries_holder_id"), "turn_entries", ["holder_id"])
    op.create_table(
        "turn_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(*ANSWERS, name="answer", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("web", "mail", "desk", name="channel", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_id", sa.Integer(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["turn_holders.id"], name=op.f("fk_turn_replies_holder_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_replies")),
    )
    op.create_index(op.f("ix_turn_replies_holder_id"), "turn_replies", ["holder_id"])


def downgrade() -> None:
    for table in ("turn_replies", "turn_entries", "turn_holders"):
        op.drop_table(table)
