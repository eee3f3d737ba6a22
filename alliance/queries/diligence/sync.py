"""What a partner's system syncs about its own due diligence: where it stands and why, nothing staff wrote."""

from alliance.choices import ApiScope
from alliance.queries.partnership.sync import OF_PARTNER
from foundation.feed.columns import Column
from foundation.feed.resources import Resource

BECAUSE = (
    "(SELECT coalesce(jsonb_agg(told -> 'because'), '[]') FROM jsonb_array_elements(r.triggers) AS told)"
)
IN_WORDS = "(SELECT string_agg(told ->> 'because', '; ') FROM jsonb_array_elements(r.triggers) AS told)"

REVIEWS = Resource(
    type="diligence_review",
    plural="diligence-reviews",
    scope=ApiScope.READ_PARTNERS,
    source=f"alliance_diligencereview AS r {OF_PARTNER.format(row='r')}",
    alliance="r.alliance_id",
    key="r.id",
    public_id="r.public_id",
    holder="r.partner_id",
    shared="false",
    columns=(
        Column("id", "r.public_id", "word"),
        Column("type", "'diligence_review'", "word"),
        Column("version", "r.version", "number"),
        Column("updated_at", "r.updated_at", "moment"),
        Column("partner_id", "p.public_id", "word"),
        Column("state", "r.state", "word"),
        Column("because", BECAUSE, "json", plain=IN_WORDS),
        Column("due_on", "r.due_on", "moment"),
        Column("decided_on", "(r.decided_at AT TIME ZONE 'Europe/London')::date", "moment", nullable=True),
        Column("next_due_on", "r.next_due_on", "moment", nullable=True),
    ),
)

RESOURCES = (REVIEWS,)
