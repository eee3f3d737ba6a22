"""What partners' systems sync about their own partnership, as SQL (see `alliance.queries.sync`).

Each is told to the partner it is about and to nobody else. What staff wrote to one another is left out.
"""

from alliance.choices import ApiScope
from foundation.feed.columns import Column
from foundation.feed.resources import Resource

OF_PARTNER = "JOIN alliance_partner AS p ON p.alliance_id = {row}.alliance_id AND p.id = {row}.partner_id"

SPECIALISMS = Resource(
    type="specialism",
    plural="specialisms",
    scope=ApiScope.READ_PARTNERS,
    source=f"alliance_specialism AS s {OF_PARTNER.format(row='s')}",
    alliance="s.alliance_id",
    key="s.id",
    public_id="s.public_id",
    holder="s.partner_id",
    shared="false",
    columns=(
        Column("id", "s.public_id", "word"),
        Column("type", "'specialism'", "word"),
        Column("version", "s.version", "number"),
        Column("updated_at", "s.updated_at", "moment"),
        Column("partner_id", "p.public_id", "word"),
        Column("kind", "s.kind", "word"),
        Column("area", "s.area", "word"),
        Column("proof", "s.proof"),
        Column("proof_url", "s.proof_url"),
        Column("awarded_on", "s.awarded_on", "moment"),
        Column("expires_on", "s.expires_on", "moment", nullable=True),
    ),
)

HOSTING = Resource(
    type="hosting_preference",
    plural="hosting-preferences",
    scope=ApiScope.READ_PARTNERS,
    source=f"alliance_hostingpreference AS h {OF_PARTNER.format(row='h')}",
    alliance="h.alliance_id",
    key="h.id",
    public_id="h.public_id",
    holder="h.partner_id",
    shared="false",
    columns=(
        Column("id", "h.public_id", "word"),
        Column("type", "'hosting_preference'", "word"),
        Column("version", "h.version", "number"),
        Column("updated_at", "h.updated_at", "moment"),
        Column("partner_id", "p.public_id", "word"),
        Column("appetite", "h.appetite", "word"),
        Column("reasons", "to_json(h.reasons)", "json", plain="array_to_string(h.reasons, '; ')"),
        Column("note", "h.note"),
        Column("verified_at", "h.verified_at", "moment"),
    ),
)

RESOURCES = (SPECIALISMS, HOSTING)
