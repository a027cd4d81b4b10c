"""letters can be reminders; an entry that came back, or whose mailbox was given up, is lost"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011b"
branch_labels = None
depends_on = None

BEFORE = "('receipt', 'notice', 'invitation', 'update', 'cancellation', 'decision')"
AFTER = "('receipt', 'notice', 'invitation', 'reminder', 'update', 'cancellation', 'decision')"


def upgrade() -> None:
    _kinds(BEFORE, AFTER)
    op.add_column("entries", sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE letters SET kind = 'update' WHERE kind = 'reminder'")
    op.drop_column("entries", "lost_at")
    _kinds(AFTER, BEFORE)


def _kinds(before: str, after: str) -> None:
    """Exchange the check of the kinds.

    SQLite knows no other way than to write the table anew, and would throw away with it what hangs on its rows: so its
    text is corrected in place, as SQLite's own manual has it for what changes nothing that is stored.
    """
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_letters_letterkind"), "letters", type_="check")
        op.create_check_constraint(op.f("ck_letters_letterkind"), "letters", f"kind IN {after}")
        return
    connection = op.get_bind()
    known = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'letters' AND instr(sql, ?)"
    if connection.exec_driver_sql(known, (before,)).scalar_one() != 1:
        raise RuntimeError("the check of the kinds of letters is not the one that this step exchanges")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'letters'"
    connection.exec_driver_sql(changed, (before, after))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
