"""the list that explains itself"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("lists", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_arrangements_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangements")),
    )
    with op.batch_alter_table("arrangements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrangements_dialogue_id"), ["dialogue_id"], unique=False)

    op.create_table(
        "dismissals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_dismissals_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissals")),
        sa.UniqueConstraint("dialogue_id", "conflict", name=op.f("uq_dismissals_dialogue_id_conflict")),
    )
    op.create_table(
        "alignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("aligned", "opted_out", name="stand", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegations.id"], name=op.f("fk_alignments_delegation_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_alignments_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignments")),
        sa.UniqueConstraint(
            "registration_id", "delegation_id", name=op.f("uq_alignments_registration_id_delegation_id")
        ),
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("registration_id <> into_id", name=op.f("ck_merges_not_into_itself")),
        sa.ForeignKeyConstraint(["into_id"], ["registrations.id"], name=op.f("fk_merges_into_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_merges_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_merges_registration_id")),
    )
    op.create_table(
        "change_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("", "accepted", "refused", "taken_back", name="outcome", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome = '')", name=op.f("ck_change_requests_decided_with_an_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_change_requests_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_requests")),
    )
    with op.batch_alter_table("change_requests", schema=None) as batch_op:
        batch_op.create_index(
            "uq_change_requests_one_open",
            ["registration_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how = '')", name=op.f("ck_exchanges_ended_somehow")),
        sa.CheckConstraint(
            "applied_at IS NULL OR ended_at IS NULL OR ended_how = 'undone'", name=op.f("ck_exchanges_applied_or_ended")
        ),
        sa.CheckConstraint(
            "applied_at IS NULL OR accepted_at IS NOT NULL", name=op.f("ck_exchanges_accepted_before_applied")
        ),
        sa.CheckConstraint("asker_id <> other_id", name=op.f("ck_exchanges_not_with_itself")),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["registrations.id"], name=op.f("fk_exchanges_asker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_exchanges_dialogue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["registrations.id"], name=op.f("fk_exchanges_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchanges")),
    )
    with op.batch_alter_table("exchanges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchanges_dialogue_id"), ["dialogue_id"], unique=False)
        batch_op.create_index(
            "uq_exchanges_one_open",
            ["asker_id"],
            unique=True,
            sqlite_where=sa.text("applied_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("applied_at IS NULL AND ended_at IS NULL"),
        )

    # Columns are added one by one: to rebuild a table on SQLite would drop it, and take along what hangs on it.
    op.add_column("dialogues", sa.Column("online_closes_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "ALTER TABLE dialogues ADD COLUMN closes_into_debate INTEGER"
        " CONSTRAINT ck_dialogues_closes_into_debate_range CHECK (closes_into_debate BETWEEN 0 AND 600)"
    )
    op.add_column("dialogues", sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "dialogues", sa.Column("exchange_needs_approval", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("dialogues", sa.Column("order_chain", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(
        "ALTER TABLE registrations ADD COLUMN speaker_gender VARCHAR(5) DEFAULT '' NOT NULL"
        " CONSTRAINT ck_registrations_gender CHECK (speaker_gender IN ('', 'woman', 'man'))"
    )
    op.add_column("registrations", sa.Column("reserve_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registrations", sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registrations", sa.Column("admitted_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("registrations", sa.Column("admitted_why", sa.Text(), nullable=False, server_default=""))
    op.add_column("revisions", sa.Column("restored_from", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("revisions", "restored_from")
    for column in ("admitted_why", "admitted_by", "admitted_at", "reserve_since", "speaker_gender"):
        op.drop_column("registrations", column)
    for column in ("order_chain", "exchange_needs_approval", "announced_at", "closes_into_debate", "online_closes_at"):
        op.drop_column("dialogues", column)
    for table in ("exchanges", "change_requests", "merges", "alignments", "dismissals", "arrangements"):
        op.drop_table(table)
