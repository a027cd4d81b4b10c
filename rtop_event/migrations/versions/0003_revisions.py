"""the record keeps what each step left behind, so that the list can be made again from it"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("changes", sa.Column("facts", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("changes", "facts")
