"""Which parts an organisation can play: a school is no university, and a trust leads no school."""

from alliance.choices import Organisation, PartnerKind

ANYBODY = (
    PartnerKind.STRATEGIC_PARTNER,
    PartnerKind.MEMBER,
    PartnerKind.TRAINING_PARTNER,
    PartnerKind.OTHER_HUB,
)
KINDS_OF: dict[Organisation, tuple[PartnerKind, ...]] = {
    Organisation.SCHOOL: (
        PartnerKind.LEAD_SCHOOL,
        *ANYBODY,
        PartnerKind.SPECIALIST_SCHOOL,
        PartnerKind.RESEARCH_SCHOOL,
        PartnerKind.ITT_PROVIDER,
    ),
    Organisation.TRUST: (PartnerKind.TRUST, *ANYBODY, PartnerKind.ITT_PROVIDER),
    Organisation.PROVIDER: (PartnerKind.ITT_PROVIDER, PartnerKind.UNIVERSITY, *ANYBODY),
    Organisation.LOCAL_AUTHORITY: (
        PartnerKind.LOCAL_AUTHORITY,
        PartnerKind.STRATEGIC_PARTNER,
        PartnerKind.MEMBER,
    ),
    Organisation.OTHER: (PartnerKind.DIOCESE, PartnerKind.UNIVERSITY, *ANYBODY, PartnerKind.RESEARCH_SCHOOL),
}


def usual_kind(organisation: Organisation) -> PartnerKind:
    """What such an organisation mostly is: the tick a form begins with."""
    first = KINDS_OF[organisation][0]
    return first if organisation in _NAMED_BY_KIND else PartnerKind.MEMBER


def kinds_of(organisation: Organisation, *, besides: tuple[str, ...] = ()) -> list[PartnerKind]:
    """The kinds to choose from, in the order of the code list; `besides` are kept, whatever they are."""
    offered = {*KINDS_OF[organisation], *besides}
    return [kind for kind in PartnerKind if kind in offered]


_NAMED_BY_KIND = (Organisation.TRUST, Organisation.PROVIDER, Organisation.LOCAL_AUTHORITY)
