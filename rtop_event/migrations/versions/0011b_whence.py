"""mails that came in know where they lay, and are kept once from there"""

import sqlalchemy as sa
from alembic import op

revision = "0011b"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=600), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_received_origin"), ["origin"])


def downgrade() -> None:
    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_received_origin"), type_="unique")
        batch_op.drop_column("origin")
