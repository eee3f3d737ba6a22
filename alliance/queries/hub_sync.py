"""What partners' systems sync of the hub: what is for partners, as long as it is shown to them.

Nothing here belongs to one partner, so there is no holder: a row is shared with all of them or with none.
"""

from alliance.choices import ApiScope
from foundation.feed.columns import Column
from foundation.feed.resources import Resource

NOBODYS = "NULL::bigint"


def _of(alias: str, type_name: str) -> tuple[Column, ...]:
    """What every thing of the hub has."""
    return (
        Column("id", f"{alias}.public_id", "word"),
        Column("type", f"'{type_name}'", "word"),
        Column("version", f"{alias}.version", "number"),
        Column("updated_at", f"{alias}.updated_at", "moment"),
        Column("title", f"{alias}.title"),
        Column("audience", f"{alias}.audience", "word"),
    )


DATES = Resource(
    type="calendar_date",
    plural="calendar-dates",
    scope=ApiScope.READ_HUB,
    source="alliance_calendarentry AS e",
    alliance="e.alliance_id",
    key="e.id",
    public_id="e.public_id",
    holder=NOBODYS,
    shared="e.audience <> 'staff'",
    columns=(
        *_of("e", "calendar_date"),
        Column("kind", "e.kind", "word"),
        Column("starts_on", "e.starts_on", "moment"),
        Column("ends_on", "e.ends_on", "moment"),
        Column("from_time", "e.from_time", "moment", nullable=True),
        Column("until_time", "e.until_time", "moment", nullable=True),
        Column("place", "e.place"),
        Column("link", "e.link"),
        Column("folder", "e.folder"),
        Column("details", "e.details"),
    ),
)

DOCUMENTS = Resource(
    type="resource",
    plural="resources",
    scope=ApiScope.READ_HUB,
    source="""alliance_resource AS r
         LEFT JOIN alliance_resourceversion AS v
           ON v.alliance_id = r.alliance_id AND v.resource_id = r.id AND v.number = r.current""",
    alliance="r.alliance_id",
    key="r.id",
    public_id="r.public_id",
    holder=NOBODYS,
    shared="r.audience <> 'staff' AND r.current > 0 AND r.withdrawn_at IS NULL",
    columns=(
        *_of("r", "resource"),
        Column("description", "r.description"),
        Column("topic", "r.topic"),
        Column("strand", "r.strand"),
        Column("licence", "r.licence", "word"),
        Column("number", "r.current", "number"),
        Column("file_name", "coalesce(v.name, '')"),
        Column("size", "coalesce(v.size, 0)", "number"),
        Column("digest", "coalesce(v.digest, '')"),
        Column("link", "coalesce(v.link, '')"),
    ),
)

ANNOUNCEMENTS = Resource(
    type="announcement",
    plural="announcements",
    scope=ApiScope.READ_HUB,
    source="alliance_announcement AS n",
    alliance="n.alliance_id",
    key="n.id",
    public_id="n.public_id",
    holder=NOBODYS,
    shared="n.audience <> 'staff' AND n.published_at IS NOT NULL",
    columns=(
        *_of("n", "announcement"),
        Column("body", "n.body"),
        Column("shows_from", "n.shows_from", "moment"),
        Column("shows_until", "n.shows_until", "moment", nullable=True),
        Column("is_pinned", "n.is_pinned", "flag"),
        Column("published_at", "n.published_at", "moment", nullable=True),
    ),
)

RESOURCES = (DATES, DOCUMENTS, ANNOUNCEMENTS)
