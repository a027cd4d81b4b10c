"""letters know what their entries say, can be held one by one, and approved for later"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0013"
branch_labels = None
depends_on = None

CHECKS = {
    "held_only_if_approved": "held_at IS NULL OR approved_at IS NOT NULL",
    "set_for_later_only_if_approved": "not_before IS NULL OR approved_at IS NOT NULL",
    "entry_with_its_hours": "(uid = '') = (starts_at IS NULL)",
}
ADDED = ("uid", "starts_at", "ends_at", "place", "title", "not_before", "held_at", "held_by")


def upgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        for name in ("uid", "place", "title", "held_by"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in ("starts_at", "ends_at", "not_before", "held_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_letters_uid"), ["uid"], unique=False)
    fill()
    with op.batch_alter_table("letters", schema=None) as batch_op:
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_letters_{name}"), rule)


def fill() -> None:
    """What the entries of letters that are there already say stands beside them: until now only invitations had any."""
    op.execute("""
        UPDATE letters SET
            uid = (SELECT uid FROM entries WHERE letter_id = letters.id),
            starts_at = (SELECT starts_at FROM entries WHERE letter_id = letters.id),
            ends_at = (SELECT ends_at FROM entries WHERE letter_id = letters.id),
            place = (SELECT place FROM entries WHERE letter_id = letters.id),
            title = (SELECT summary FROM entries WHERE letter_id = letters.id)
        WHERE id IN (SELECT letter_id FROM entries)
    """)


def downgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_letters_{name}"), type_="check")
        batch_op.drop_index(batch_op.f("ix_letters_uid"))
        for name in ADDED:
            batch_op.drop_column(name)
