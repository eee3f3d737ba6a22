"""What the tables of agreements hold about people."""

from foundation.personal.erasing import GoesWith, Keep
from foundation.personal.registry import Holding
from foundation.personal.subject import NOBODY

ORGANISATION = "An organisation's, not a person's."
EVIDENCE = "Evidence of who agreed to what, which nobody may change (UK GDPR, article 17(3)(e))."

HOLDINGS = (
    Holding(
        "alliance.Agreement",
        "Agreements that you signed",
        {},
        lambda subject: NOBODY,
        Keep(EVIDENCE),
        authors=("alliance_signed_by",),
        redact=("end_reason",),
        besides={
            "title": "The agreement's, fixed once it was sent.",
            "terms": "The agreement's words, fixed once it was sent.",
            "tier": "A word of the alliance's.",
            "party": ORGANISATION,
            "party_urn": ORGANISATION,
            "partner_signed_name": "A signature; the approval that it came by is handed out.",
            "alliance_signed_name": "A signature, of the account that is named beside it.",
        },
    ),
    Holding(
        "alliance.Obligation",
        "What an agreement says that you see to",
        {},
        lambda subject: NOBODY,
        GoesWith("alliance.Agreement"),
        besides={
            "owner": "A post or a name in an agreement, fixed once it was sent.",
            "text": "The agreement's words, fixed once it was sent.",
        },
    ),
    Holding(
        "alliance.Novation",
        "Agreements carried on by a school's next record",
        {},
        lambda subject: NOBODY,
        Keep(EVIDENCE),
        besides=dict.fromkeys(("from_name", "from_urn", "to_name", "to_urn"), ORGANISATION),
    ),
)

NOBODY_IN = {
    "alliance.AgreementTemplate": "What agreements usually say.",
    "alliance.AgreementDocument": "Where a file is, and the alliance's name on it.",
    "alliance.AgreementNotice": "That a letter went; whom it went to is not kept.",
}
