"""letters can carry the answer to somebody's proposal of another time, whose method has a long name"""

import sqlalchemy as sa
from alembic import op

revision = "0011c"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.alter_column("method", existing_type=sa.String(10), type_=sa.String(20), existing_nullable=False)


def downgrade() -> None:
    op.execute("UPDATE letters SET method = '' WHERE method = 'DECLINECOUNTER'")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.alter_column("method", existing_type=sa.String(20), type_=sa.String(10), existing_nullable=False)
