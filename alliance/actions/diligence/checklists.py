"""An alliance makes the checklists its own, and says how often."""

from collections.abc import Sequence

from django.db import transaction

from alliance.actions.versions import check_version
from alliance.choices import PartnerKind
from alliance.logic.diligence.checklists import LINES, Line
from alliance.logic.diligence.verdicts import CYCLE_MONTHS
from alliance.models import Alliance, ChecklistLine, User
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

MOST_OWN = 20
LONGEST = 120


@transaction.atomic
def change_checklist(*, kind: PartnerKind, codes: Sequence[str], own: Sequence[str], by: User) -> None:
    """Of the lines that the portal ships those with `codes`, then the alliance's own. Raises Refused."""
    titles = list(dict.fromkeys(" ".join(title.split()) for title in own if title.strip()))
    lines = [line for code, line in LINES.items() if code in codes]
    if not lines and not titles:
        raise Refused("Keep at least one check.", field="codes")
    if len(titles) > MOST_OWN:
        raise Refused(f"Write at most {MOST_OWN} checks of your own.", field="own")
    if long := next((title for title in titles if len(title) > LONGEST), None):
        raise Refused(f"“{long[:40]}…” is too long: at most {LONGEST} letters a line.", field="own")
    lines += [Line("", title) for title in titles]
    Alliance.objects.select_for_update(no_key=True).get(pk=current_alliance_id())
    ChecklistLine.objects.filter(kind=kind).delete()
    ChecklistLine.objects.bulk_create(
        ChecklistLine(kind=kind, position=place, code=line.code, title=line.title, hint=line.hint)
        for place, line in enumerate(lines, start=1)
    )


@transaction.atomic
def restore_checklist(*, kind: PartnerKind, by: User) -> None:
    """Back to what the portal ships."""
    ChecklistLine.objects.filter(kind=kind).delete()


@transaction.atomic
def change_cycle(*, alliance: Alliance, months: int, version: int | None, by: User) -> None:
    """How many months after a decision the next review is due; those already set stay. Raises Refused."""
    current = Alliance.objects.select_for_update(no_key=True).get(pk=alliance.pk)
    check_version(current, version)
    if months not in CYCLE_MONTHS:
        raise Refused(
            f"Write {CYCLE_MONTHS.start} to {CYCLE_MONTHS.stop - 1} months, such as 12.", field="months"
        )
    current.diligence_months = months
    current.save(update_fields=["diligence_months"])
