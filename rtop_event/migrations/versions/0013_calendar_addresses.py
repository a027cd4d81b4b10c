"""each person's calendar has an address of its own, kept as a digest, that can be replaced alone"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(43), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(registration_id IS NULL) <> (invitation_id IS NULL)", name=op.f("ck_calendar_addresses_of_one_person")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_calendar_addresses_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_calendar_addresses_invitation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_addresses")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_calendar_addresses_registration_id")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_calendar_addresses_invitation_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_addresses_digest")),
    )


def downgrade() -> None:
    op.drop_table("calendar_addresses")
