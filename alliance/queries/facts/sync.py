"""Teacher and pupil figures as partners' systems sync them: each sees its own schools', of every source."""

from alliance.choices import ApiScope
from foundation.feed.columns import Column
from foundation.feed.resources import Resource


def _year(sql: str) -> str:
    return f"{sql} || '/' || right(({sql} + 1)::text, 2)"


def _of(alias: str, type_name: str) -> tuple[Column, ...]:
    """What every school fact has."""
    return (
        Column("id", f"{alias}.public_id", "word"),
        Column("type", f"'{type_name}'", "word"),
        Column("version", f"{alias}.version", "number"),
        Column("updated_at", f"{alias}.updated_at", "moment"),
        Column("partner_id", "p.public_id", "word"),
        Column("source", f"{alias}.source", "word"),
        Column("counts", f"{alias}.stands", "flag"),
        Column("note", f"{alias}.note"),
    )


WORKFORCE = Resource(
    type="workforce_snapshot",
    plural="workforce-snapshots",
    scope=ApiScope.READ_FACTS,
    source="""alliance_workforcesnapshot AS w
         JOIN alliance_partner AS p ON p.alliance_id = w.alliance_id AND p.id = w.partner_id""",
    alliance="w.alliance_id",
    key="w.id",
    public_id="w.public_id",
    holder="w.partner_id",
    shared="false",
    columns=(
        *_of("w", "workforce_snapshot"),
        Column("census_year", "w.census_year", "number"),
        Column("teachers", "w.teachers", "number"),
        Column("stayed", "w.stayed", "number"),
        Column("moved_within", "w.moved_within", "number"),
        Column("moved_elsewhere", "w.moved_elsewhere", "number"),
        Column("left", 'w."left"', "number"),
        Column("unknown", "w.unknown", "number"),
        Column("vacancies", "w.vacancies", "number", nullable=True),
    ),
)

MEASURES = Resource(
    type="pupil_measure",
    plural="pupil-measures",
    scope=ApiScope.READ_FACTS,
    source="""alliance_pupilmeasure AS m
         JOIN alliance_partner AS p ON p.alliance_id = m.alliance_id AND p.id = m.partner_id""",
    alliance="m.alliance_id",
    key="m.id",
    public_id="m.public_id",
    holder="m.partner_id",
    shared="false",
    columns=(
        *_of("m", "pupil_measure"),
        Column("academic_year", _year("m.academic_year"), "word"),
        Column("measure", "m.measure"),
        Column("group", "m.pupil_group"),
        Column("state", "m.state", "word"),
        Column("value", "m.value", "number", nullable=True),
        Column("because", "m.because"),
        Column("cohort", "m.cohort", "number", nullable=True),
    ),
)

RESOURCES = (WORKFORCE, MEASURES)
