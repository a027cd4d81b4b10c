"""parts for the floor are heard in batches, each with the panel's answers"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0033"
branch_labels = None
depends_on = None

RULES = {
    "batch_positive": "batch > 0",
    "answers_positive": "answers > 0",
    "batch_with_answers": "(batch IS NULL) = (answers IS NULL)",
}


def upgrade() -> None:
    with op.batch_alter_table("programme_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answers", sa.Integer(), nullable=True))
        for name, rule in RULES.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_programme_items_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("programme_items", schema=None) as batch_op:
        for name in RULES:
            batch_op.drop_constraint(batch_op.f(f"ck_programme_items_{name}"), type_="check")
        batch_op.drop_column("answers")
        batch_op.drop_column("batch")
