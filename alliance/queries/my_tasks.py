"""What waits for one person, across everything: collected from every app that has something to say.

Whatever needs attention on the page Today is among it. An app whose tasks are one person's alone, rather than
their team's, registers a source of its own here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance.models import Task
from alliance.queries.today import AttentionSource, Due, attention
from foundation.importer.choices import ImportState
from foundation.importer.models import Import
from foundation.importer.target import target_named

_SOURCES: list[AttentionSource] = []
MENDED_WITHIN = timedelta(days=30)
"""The rows of an import are erased after that."""
MOST = 200


def register_tasks(source: AttentionSource) -> None:
    """Add a source of one person's tasks. Registering one twice changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def tasks_for(member: Any, today: date) -> list[Due]:
    """Everything that waits for the member, the longest overdue first, what has no day last."""
    own = [due for source in _SOURCES for due in source(member, today)]
    return sorted([*attention(member, today), *own], key=lambda due: (due.due_on or date.max, due.title))


def written_down(member: Any, today: date) -> Iterator[Due]:
    """The member's own tasks, as somebody wrote them down."""
    rows = Task.objects.open().filter(owner=member.user_id).select_related("made_by")
    mine = reverse("my_tasks", args=[member.alliance.slug])
    for task in rows.order_by("due_on", "pk")[:MOST]:
        giver = "" if task.made_by_id in (None, member.user_id) else f"From {task.made_by}"
        yield Due(
            "none" if task.due_on is None or task.due_on >= today else "warn",
            task.title,
            giver,
            task.due_on,
            href=f"{mine}{task.public_id}/",
            action_label="Done",
            action_href=f"{mine}{task.public_id}/done/",
            post=True,
        )


def rows_to_mend(member: Any, today: date) -> Iterable[Due]:
    """Tables that the member imported, of which some rows could not be saved.

    Not the files that another body makes, such as the DfE's: nobody here can mend them.
    """
    since = timezone.now() - MENDED_WITHIN
    mine = Import.objects.filter(
        started_by=member.user_id, state=ImportState.APPLIED, erased_at=None, applied_at__gte=since
    )
    slug = member.alliance.slug
    for source in mine.order_by("-pk")[:20]:
        count, target = int(source.counts.get("error", 0)), target_named(source.target)
        if not count or target is None or target.brought_at:
            continue
        href = reverse("import", args=[slug, source.public_id])
        rows = "1 row" if count == 1 else f"{count:,} rows"
        last = timezone.localdate(source.started_at) + MENDED_WITHIN
        why = "Download them with the reasons, mend them, and import them again"
        yield Due("warn", f"{rows} of {source.file_name} to mend", why, last, "", href, "Open", href)


def done_lately(member: Any, now: Any) -> list[Task]:
    """The member's tasks that were done in the last fortnight, the latest first."""
    done = Task.objects.filter(owner=member.user_id, done_at__gte=now - timedelta(days=14))
    return list(done.order_by("-done_at")[:20])


def given_to_others(member: Any) -> list[Task]:
    """Open tasks that the member gave to somebody else, by their day."""
    given = Task.objects.open().filter(made_by=member.user_id).exclude(owner=member.user_id)
    return list(given.select_related("owner").order_by("due_on", "pk")[:MOST])
