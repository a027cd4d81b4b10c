"""a statement names its language, whichever it is"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0030"
branch_labels = None
depends_on = None

TONGUES = ("ar", "zh", "en", "fr", "ru", "es", "other")
ROWS = sa.table(
    "statements", *map(sa.column, ("id", "registration_id", "language", "received_at", "ended_at", "ending"))
)
INDEX = "uq_statements_one_in_a_language"


def _made_anew(before: sa.types.TypeEngine[str], after: sa.types.TypeEngine[str], gone: str, come: str) -> None:
    """Change what the column holds; SQLite makes the table anew, and its index with it."""
    op.drop_index(INDEX, table_name="statements")
    with op.batch_alter_table("statements") as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_statements_{gone}"), type_="check")
        batch_op.alter_column("language", existing_type=before, type_=after, existing_nullable=False)
        rule = "language <> ''" if come == "language_named" else f"language IN {TONGUES}"
        batch_op.create_check_constraint(batch_op.f(f"ck_statements_{come}"), rule)
    op.create_index(
        INDEX,
        "statements",
        ["registration_id", "language"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def upgrade() -> None:
    _made_anew(sa.String(5), sa.String(20), "tongue", "language_named")


def downgrade() -> None:
    """Of several in other languages the newest stays the one to be used: the older schema holds one."""
    other = ROWS.c.language.not_in(TONGUES[:-1])
    live = other & ROWS.c.ended_at.is_(None)
    newest = sa.select(sa.func.max(ROWS.c.id)).where(live).group_by(ROWS.c.registration_id)
    op.execute(
        sa.update(ROWS)
        .where(live, ROWS.c.id.not_in(newest))
        .values(ended_at=ROWS.c.received_at, ending=sa.literal_column("'replaced'"))
    )
    op.execute(sa.update(ROWS).where(other).values(language="other"))
    _made_anew(sa.String(20), sa.String(5), "language_named", "tongue")
