"""the desk sets how a floor is run, and a dialogue knows whether it is an exercise"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0011c"
branch_labels = None
depends_on = None

REPLIES_GO = sa.Enum("day", "meeting", name="repliesgo", native_enum=False, create_constraint=True)
CHECKS = {"lengthen_by_range": "lengthen_by BETWEEN 5 AND 600", "undo_freely_range": "undo_freely BETWEEN 0 AND 600"}
NUMBERS = {"lengthen_by": 30, "undo_freely": 30, "version": 1}


def upgrade() -> None:
    with op.batch_alter_table("floor_customs") as batch_op:
        for name, number in NUMBERS.items():
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=str(number)))
        batch_op.add_column(sa.Column("replies_go", REPLIES_GO, nullable=False, server_default="day"))
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_floor_customs_{name}"), rule)
    op.add_column("dialogues", sa.Column("rehearses", sa.String(60), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("dialogues", "rehearses")
    with op.batch_alter_table("floor_customs") as batch_op:
        for name in (*CHECKS, "repliesgo"):
            batch_op.drop_constraint(batch_op.f(f"ck_floor_customs_{name}"), type_="check")
        for name in ("replies_go", *NUMBERS):
            batch_op.drop_column(name)
