"""Settings › People: who belongs here, and what they may do."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions import memberships
from alliance.actions.credentials import live_ones_made_by
from alliance.choices import Role
from alliance.forms.people import ChangeAccessForm
from alliance.logic.search_text import read_search
from alliance.models import Membership, Partner
from alliance.queries import people as queries
from alliance.queries.people_counts import PeopleCounts, people_counts
from alliance.views.people_frame import crumbs, member_or_404, refused, tabs
from alliance.views.people_rows import drawn_people
from foundation import words
from foundation.access import requires
from foundation.accounts.second_factor import users_with_second_factor
from foundation.audit.authors import authors_of
from foundation.audit.timeline import timeline_of
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.lists.paging import page_of
from foundation.lists.sorting import Sorting
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Chip, Column, Fact, FilterGroup, FilterOption

PER_PAGE = 50
BY_NAME, LATEST_GONE = Sorting("name"), Sorting("ended", descending=True)
TIMELINE_LENGTH = 20
MEMBER_COLUMNS = (("Name", "name"), ("Roles", ""), ("Second factor", ""), ("Member since", "since"))
CONFLICT_COLUMNS = [Column("Field"), Column("Saved now"), Column("You wrote")]
FORMER_COLUMNS = (("Name", "name"), ("Roles they had", ""), ("Access ended", "ended"))


@requires(policy.manage_people)
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """The members, or with `show=former` those who were."""
    former = request.GET.get("show") == "former"
    search, role = read_search(request.GET.get("q", "")).words, _role_asked_for(request)
    find = queries.former_members if former else queries.members
    columns, usual = (FORMER_COLUMNS, LATEST_GONE) if former else (MEMBER_COLUMNS, BY_NAME)
    sort = Sorting.read(request.GET.get("sort", ""), [column for _, column in columns if column], usual)
    found = find(request.alliance, search=search, role=role)
    ordered = queries.in_order(found, sort.column, descending=sort.descending)
    counts, narrowed = people_counts(request.alliance), bool(search or role)
    everybody = counts.former if former else counts.members
    page = page_of(ordered, PER_PAGE, request.GET.get("page"), known=None if narrowed else everybody)
    kept_sort = sort if sort != usual else None
    filters = _filters(request, counts, former=former, search=search, role=role, sort=kept_sort)
    context = {
        "page_title": "People",
        "breadcrumbs": crumbs(request, here="People", below_people=False),
        "tabs": tabs(request, "former" if former else "members", counts),
        "columns": sort.heads(columns, request.path, filters["asked"]),
        "rows": drawn_people(
            queries.person_rows(page.object_list), reverse("people", args=[slug]), former=former
        ),
        "page": page,
        "caption": "Former members" if former else "Members",
        "summary": _summary(page.paginator.count, former=former, narrowed=narrowed),
        "former": former,
        "search": search,
        "invite_url": reverse("invite", args=[slug]),
        **filters,
    }
    return render(request, "alliance/people/list.html", context)


@requires(policy.manage_people)
def person(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """One member: what they may do, changed here, and what has happened to it."""
    member = member_or_404(request, membership_id)
    initial = ChangeAccessForm.saved(member)
    form = ChangeAccessForm(request.POST or None, initial=initial, today=timezone.localdate())
    if request.method != "POST" or not form.is_valid():
        return _person_page(request, member, form, 422 if form.is_bound else 200)

    def save(version: int) -> Membership:
        return memberships.change_access(
            membership=member, access=form.access, version=version, by=request.user
        )

    try:
        save_versioned(form, save, lambda: ChangeAccessForm.saved(member_or_404(request, membership_id)))
    except ChangedMeanwhile:
        form.compare(authors_of(member))
        return _person_page(request, member, form, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _person_page(request, member, form, 422)
    flash.success(request, f"{member.user}'s access is changed")
    return redirect("person", slug=slug, membership_id=membership_id)


@requires(policy.manage_people)
def end_access(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """Asks first, naming what stops with it; then ends it with the person's next request."""
    member = member_or_404(request, membership_id)
    refusal = None
    if request.method == "POST":
        try:
            stopped = memberships.end_access(membership=member, by=request.user)
        except Refused as reason:
            refusal = reason.sentence
        else:
            flash.success(request, _ended(member, len(stopped)), undo=_address(member, "restore_access"))
            return redirect("people", slug=slug)
    credentials = live_ones_made_by(user=member.user, alliance=request.alliance)
    context = {
        "page_title": f"End {member.user}'s access?",
        "breadcrumbs": crumbs(request, here=f"End {member.user}'s access"),
        "member": member,
        "roles": words.listed(member.role_labels),
        "credentials": credentials,
        "refusal": refusal,
        "back": _address(member, "person"),
    }
    return render(request, "alliance/people/end.html", context, status=409 if refusal else 200)


@require_POST
@requires(policy.manage_people)
def restore_access(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    member = member_or_404(request, membership_id)
    try:
        memberships.restore_access(membership=member, by=request.user)
    except Refused as refusal:
        return refused(request, refusal, "person", membership_id=membership_id)
    flash.success(request, f"{member.user} has access again")
    return redirect("person", slug=slug, membership_id=membership_id)


def _person_page(
    request: HttpRequest, member: Membership, form: ChangeAccessForm, status: int
) -> HttpResponse:
    context = {
        "page_title": str(member.user),
        "recent": "Person",
        "breadcrumbs": crumbs(request, here=str(member.user)),
        "member": member,
        "summary": words.listed(member.role_labels),
        "facts": _facts(member),
        "form": form,
        "entries": timeline_of(member, limit=TIMELINE_LENGTH),
        "people_url": reverse("people", args=[request.alliance.slug]),
        "end_url": _address(member, "end_access"),
        "restore_url": _address(member, "restore_access"),
    }
    return render(request, "alliance/people/person.html", context, status=status)


def _address(member: Membership, name: str) -> str:
    return reverse(name, args=[member.alliance.slug, member.public_id])


def _ended(member: Membership, stopped: int) -> str:
    also = f", and {words.counted(stopped, 'API credential')} stopped for good" if stopped else ""
    return f"{member.user} has no access any more{also}"


def _summary(number: int, *, former: bool, narrowed: bool) -> str:
    noun = "former member" if former else "member"
    if not narrowed:
        return words.counted(number, noun)
    return f"{words.counted(number, noun)} {'matches' if number == 1 else 'match'}"


def _role_asked_for(request: HttpRequest) -> str:
    role = request.GET.get("role", "")
    return role if role in Role.values else ""


def _filters(
    request: HttpRequest, counts: PeopleCounts, *, former: bool, search: str, role: str, sort: Sorting | None
) -> dict[str, Any]:
    """The chip of the role in force, the roles to choose from, and what of the address stays."""
    shown = [("show", "former")] if former else []
    keep = [*shown, ("sort", str(sort))] if sort else shown
    without = (
        f"{request.path}?{urlencode([*keep, ('q', search)])}"
        if search
        else f"{request.path}?{urlencode(keep)}"
    )
    options = [
        FilterOption(held, str(Role(held).label), selected=held == role, count=None if former else count)
        for held, count in counts.holding.items()
    ]
    return {
        "chips": [Chip("Role", str(Role(role).label), without)] if role else [],
        "groups": [FilterGroup("Role", "role", options, multiple=False)] if options else [],
        "keep": keep,
        "clear_href": without,
        "asked": [*shown, *((name, value) for name, value in (("q", search), ("role", role)) if value)],
        "base_href": f"{request.path}?{urlencode([*keep, ('q', search), ('role', role)])}",
    }


def _facts(member: Membership) -> list[Fact]:
    facts = [Fact("E-mail", member.user.email, href=f"mailto:{member.user.email}")]
    if member.partner_id is not None:
        facts.append(Fact("Partner", Partner.objects.get(pk=member.partner_id).name))
    facts.append(Fact("Member since", words.day(member.created_at)))
    if member.ended_at is not None:
        facts.append(Fact("Access ended", words.day(member.ended_at)))
    elif member.ends_on is not None:
        facts.append(Fact("Last day", words.day(member.ends_on)))
    has_second_factor = bool(users_with_second_factor([member.user_id]))
    facts.append(Fact("Second factor", "Set up" if has_second_factor else "Not set up"))
    return facts
