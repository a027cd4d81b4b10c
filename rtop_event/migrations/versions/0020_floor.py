"""what happens in the room is kept step by step, and by which customs a floor is run"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0014"
branch_labels = None
depends_on = None

ACTS = (
    "opened", "suspended", "resumed", "closed", "called", "began", "paused", "continued", "ended", "lengthened",
    "absent", "found", "passed_over", "yielded", "reply_asked", "reply_granted", "reply_refused", "point_raised",
    "point_ruled", "noted", "blanked", "shown", "undone",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "floor_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.Enum(*ACTS, name="act", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("press", sa.String(40), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.Column(
            "voice",
            sa.Enum("statement", "reply", "panel", name="voice", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("stops", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.String(40), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_floor_steps_number_from_one")),
        sa.CheckConstraint("press <> ''", name=op.f("ck_floor_steps_press_has_a_key")),
        sa.CheckConstraint(
            "act <> 'opened' OR meeting IS NOT NULL", name=op.f("ck_floor_steps_opened_names_the_meeting")
        ),
        sa.CheckConstraint(
            "act <> 'called' OR (voice IS NOT NULL AND turn <> '')", name=op.f("ck_floor_steps_called_names_the_turn")
        ),
        sa.CheckConstraint("(act = 'undone') = (undoes <> '')", name=op.f("ck_floor_steps_undone_names_the_press")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_floor_steps_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_steps")),
        sa.UniqueConstraint("dialogue_id", "number", name=op.f("uq_floor_steps_dialogue_id_number")),
    )
    op.create_index("ix_floor_steps_press", "floor_steps", ["dialogue_id", "press"])
    op.create_table(
        "floor_customs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("most_replies", sa.Integer(), nullable=False),
        sa.Column("first_reply", sa.Integer(), nullable=False),
        sa.Column("second_reply", sa.Integer(), nullable=False),
        sa.Column("point_stops_clock", sa.Boolean(), nullable=False),
        sa.Column(
            "absent_go",
            sa.Enum("block", "list", name="absentgo", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.CheckConstraint("most_replies BETWEEN 0 AND 9", name=op.f("ck_floor_customs_most_replies_range")),
        sa.CheckConstraint("first_reply BETWEEN 30 AND 3600", name=op.f("ck_floor_customs_first_reply_range")),
        sa.CheckConstraint("second_reply BETWEEN 30 AND 3600", name=op.f("ck_floor_customs_second_reply_range")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_floor_customs_dialogue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_customs")),
        sa.UniqueConstraint("dialogue_id", name=op.f("uq_floor_customs_dialogue_id")),
    )


def downgrade() -> None:
    op.drop_table("floor_customs")
    op.drop_table("floor_steps")
