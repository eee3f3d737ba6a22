"""Which lines a partner is checked against."""

from collections import defaultdict
from collections.abc import Iterable

from alliance.choices import Organisation, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.logic.diligence.checklists import DEFAULTS, LINES, OTHERS, Line, merged
from alliance.models import ChecklistLine, Partner, PartnerRole


def checklists() -> dict[PartnerKind, list[Line]]:
    """Of every kind: the alliance's own lines, else those that the portal ships."""
    own: dict[str, list[Line]] = defaultdict(list)
    for line in ChecklistLine.objects.order_by("kind", "position"):
        own[line.kind].append(Line(line.code, line.title, line.hint))
    return {kind: own.get(kind) or list(DEFAULTS[kind]) for kind in PartnerKind}


def own_kinds() -> set[str]:
    """The kinds whose checklist the alliance has made its own."""
    return set(ChecklistLine.objects.values_list("kind", flat=True))


def checklist_of(partner: Partner, year: AcademicYear) -> list[Line]:
    """The lines for the parts the partner plays in `year`, else in the last year it played any."""
    of_kinds, kinds = checklists(), _kinds(partner, year)
    asked: Iterable[list[Line] | tuple[Line, ...]] = [of_kinds[kind] for kind in kinds]
    if partner.organisation == Organisation.OTHER:
        asked = [*asked, OTHERS]
    found = merged(asked or [of_kinds[PartnerKind.MEMBER]])
    order = list(LINES)
    return sorted(found, key=lambda line: order.index(line.code) if line.code in order else len(order))


def _kinds(partner: Partner, year: AcademicYear) -> list[PartnerKind]:
    roles = PartnerRole.objects.filter(partner=partner, academic_year__lte=year.start)
    latest = roles.order_by("-academic_year").values_list("academic_year", flat=True).first()
    return [PartnerKind(kind) for kind in roles.filter(academic_year=latest).values_list("kind", flat=True)]
