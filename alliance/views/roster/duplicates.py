"""Who may be there twice: side by side, one person or two, and back again."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.roster.merging import ask_again, merge_people, say_two, undo_merge
from alliance.models import Person
from alliance.models.roster.merge import UNDO_DAYS
from alliance.queries.roster.duplicates import MOST_PAIRS, likely_duplicates
from alliance.queries.roster.merges import find_merge, open_merges
from alliance.queries.roster.record import employments_of
from alliance.views.roster.record import person_of
from alliance.views.roster.ways import crumbs, place
from foundation import words
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column


@requires(policy.merge_people)
def duplicates(request: HttpRequest, slug: str) -> HttpResponse:
    """The pairs that look like one person, and the merges that can still be undone."""
    pairs = [
        {
            "one": pair.one,
            "other": pair.other,
            "reasons": words.listed(pair.reasons),
            "href": reverse("compare_people", args=[slug, pair.one.public_id, pair.other.public_id]),
        }
        for pair in likely_duplicates()
    ]
    merges = [
        {
            "kept": merge.kept,
            "href": place(request, "roster_person", merge.kept),
            "when": words.day(merge.merged_at),
            "until": words.day(merge.merged_at + timedelta(days=UNDO_DAYS)),
            "by": str(merge.merged_by or "The portal"),
            "undo_href": reverse("undo_merge", args=[slug, merge.public_id]),
        }
        for merge in open_merges(timezone.now())
    ]
    context = {
        "page_title": "Likely duplicates",
        "breadcrumbs": crumbs(request, last="Likely duplicates"),
        "summary": _summary(len(pairs)),
        "pairs": pairs,
        "merges": merges,
        "undo_days": UNDO_DAYS,
    }
    return render(request, "alliance/roster/duplicates.html", context)


def _summary(pairs: int) -> str:
    """Also what the list of people says, once it is there: finding them reads everybody."""
    if not pairs:
        return "Nobody is there twice"
    more = " or more" if pairs == MOST_PAIRS else ""
    return f"{words.counted(pairs, 'pair')}{more} may be one person"


@requires(policy.merge_people)
def compare(request: HttpRequest, slug: str, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two people side by side. Posted with the one to keep, the other becomes that one."""
    one, other = _two(request, person_id, other_id)
    refusal = None
    if request.method == "POST":
        kept, gone = (other, one) if request.POST.get("keep") == str(other.public_id) else (one, other)
        try:
            merge = merge_people(kept=kept, other=gone, by=request.user)
        except Refused as reason:
            refusal = reason.sentence
        else:
            undo = reverse("undo_merge", args=[slug, merge.public_id])
            flash.success(request, f"{kept.name} is one person now", undo=undo)
            return redirect(place(request, "roster_person", kept))
    context = {
        "page_title": "One person, or two?",
        "breadcrumbs": crumbs(request, last="One person, or two?"),
        "refusal": refusal,
        "columns": [Column("What is known"), Column("First"), Column("Second")],
        "rows": _side_by_side(request, one, other),
        "sides": [
            {"person": one, "href": place(request, "roster_person", one), "label": "Merge, keep the first"},
            {
                "person": other,
                "href": place(request, "roster_person", other),
                "label": "Merge, keep the second",
            },
        ],
        "two_href": reverse("two_people", args=[slug, one.public_id, other.public_id]),
        "back": reverse("likely_duplicates", args=[slug]),
        "undo_days": UNDO_DAYS,
    }
    return render(request, "alliance/roster/compare.html", context, status=409 if refusal else 200)


@requires(policy.merge_people)
@require_POST
def two_people(request: HttpRequest, slug: str, person_id: UUID, other_id: UUID) -> HttpResponse:
    """They are two: remembered, until somebody takes it back."""
    one, other = _two(request, person_id, other_id)
    if "again" in request.POST:
        ask_again(one=one, other=other, by=request.user)
        return redirect("compare_people", slug=slug, person_id=person_id, other_id=other_id)
    say_two(one=one, other=other, by=request.user)
    flash.success(request, f"{one.name} and {other.name} are two people: they are not shown here again")
    return redirect("likely_duplicates", slug=slug)


@requires(policy.merge_people)
@require_POST
def undo(request: HttpRequest, slug: str, merge_id: UUID) -> HttpResponse:
    merge = find_merge(merge_id)
    if merge is None:
        raise Http404("No such merge, or it was undone.")
    try:
        person = undo_merge(merge=merge, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, f"{person.name} and {merge.kept.name} are two people again")
    return redirect("likely_duplicates", slug=slug)


def _two(request: HttpRequest, person_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    one, other = person_of(request, person_id), person_of(request, other_id)
    if one.pk == other.pk:
        raise Http404("That is one person.")
    return one, other


def _side_by_side(request: HttpRequest, one: Person, other: Person) -> list[tuple[str, str, str]]:
    """What is known of each, a line a kind."""
    labels = ("Name", "E-mail", "TRN", "Logs in as", "Works at", "Worked at", "Known since")
    return list(zip(labels, _known(request, one), _known(request, other), strict=True))


def _known(request: HttpRequest, person: Person) -> tuple[str, ...]:
    works = employments_of(person, request.member)
    return (
        person.name,
        ", ".join(person.emails) or "No address",
        person.trn or "Not known",
        str(person.user) if person.user else "No log-in",
        words.listed([str(work) for work in works if work.is_running()]) or "Nowhere now",
        words.listed([str(work) for work in works if not work.is_running()]) or "–",
        words.day(person.created_at),
    )
