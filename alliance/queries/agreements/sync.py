"""Agreements as partners' systems sync them: each sees its own partner's, once they were sent."""

from alliance.choices import ApiScope
from foundation.feed.columns import Column
from foundation.feed.resources import Resource

AGREEMENTS = Resource(
    type="agreement",
    plural="agreements",
    scope=ApiScope.READ_AGREEMENTS,
    source="""alliance_agreement AS g
         JOIN alliance_partner AS p ON p.alliance_id = g.alliance_id AND p.id = g.partner_id""",
    alliance="g.alliance_id",
    key="g.id",
    public_id="g.public_id",
    holder="g.shown_to",
    shared="false",
    columns=(
        Column("id", "g.public_id", "word"),
        Column("type", "'agreement'", "word"),
        Column("version", "g.version", "number"),
        Column("updated_at", "g.updated_at", "moment"),
        Column("partner_id", "p.public_id", "word"),
        Column("title", "g.title"),
        Column("state", "g.state", "word"),
        Column("tier", "g.tier"),
        Column("fee_pence", "g.fee_pence", "number"),
        Column("starts_on", "g.starts_on", "moment"),
        Column("ends_on", "g.ends_on", "moment"),
        Column("notice_days", "g.notice_days", "number"),
        Column("partner_signed_at", "g.partner_signed_at", "moment", nullable=True),
        Column("alliance_signed_at", "g.alliance_signed_at", "moment", nullable=True),
        Column("ended_on", "g.ended_on", "moment", nullable=True),
    ),
)
