"""What the portal's search finds of the alliance: partners, its people, contacts, schools of the register."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Q, QuerySet, When
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse

from alliance import policy
from alliance.choices import Organisation, Role
from alliance.logic.search_text import SearchText, read_search
from alliance.models import Contact, Membership, Partner
from alliance.queries.partner_filters import FEWEST_LETTERS, LIKE_ENOUGH, MOST_WORDS
from alliance.queries.schools import SchoolHit, search_schools
from foundation import words
from foundation.search import Asked, Result, Source
from foundation.search.pages import Page, find_pages

PARTNER_NAME = "name"
MEMBER_NAME = "user__full_name"


def find_partners(asked: Asked) -> Iterator[Result]:
    """Partners by name, number or postcode: those of today first, then names that begin as typed."""
    sought = read_search(asked.text)
    partners = Partner.objects.visible_to(asked.member)
    found = _named(partners, sought, PARTNER_NAME, besides=_numbered(sought), loosely=asked.loosely)
    standing = Case(When(left_on=None, then=0), default=1)
    rows = found.annotate(standing=standing).order_by("standing", "begins", "name", "pk")
    shown = ("public_id", "name", "organisation", "left_on", "school__urn", "school__town")
    for public_id, name, organisation, left_on, urn, town in rows.values_list(*shown)[: asked.limit]:
        hint = [f"URN {urn}" if urn else Organisation(organisation).label, town or ""]
        hint.append(f"left on {words.day(left_on)}" if left_on else "")
        yield Result(name, _page(asked, "partner", public_id), _joined(hint))


def find_members(asked: Asked) -> Iterator[Result]:
    """Who belongs to the alliance today, by name or e-mail address."""
    sought = read_search(asked.text)
    members = Membership.objects.current().filter(alliance=asked.member.alliance_id)
    found = _named(members, sought, MEMBER_NAME, "user__email", loosely=asked.loosely)
    rows = found.order_by("begins", "user__full_name", "pk")
    shown = ("public_id", "user__full_name", "user__email", "roles")
    for public_id, name, email, roles in rows.values_list(*shown)[: asked.limit]:
        held = words.listed([str(Role(role).label) for role in roles])
        yield Result(name or email, _page(asked, "person", public_id), _joined([held, email if name else ""]))


def find_contacts(asked: Asked) -> Iterator[Result]:
    """The people to write to at the partners that the member sees, by name or e-mail address."""
    sought = read_search(asked.text)
    contacts = Contact.objects.all()
    if not policy.see_partners.test(asked.member):
        contacts = contacts.filter(partner__in=Partner.objects.visible_to(asked.member))
    rows = _named(contacts, sought, "name", "email", loosely=asked.loosely).order_by("begins", "name", "pk")
    shown = ("public_id", "name", "post", "partner__name", "partner__public_id")
    for public_id, name, post, partner, partner_id in rows.values_list(*shown)[: asked.limit]:
        href = f"{_page(asked, 'partner_contacts', partner_id)}#contact-{public_id}"
        yield Result(name, href, _joined([post, partner]))


def find_schools(asked: Asked) -> Iterator[Result]:
    """Schools of the register. One that is a partner, under whichever URN, leads to the partner."""
    near = asked.member.alliance.lead_school
    hits = search_schools(asked.text, near=near, limit=asked.limit, alike=asked.loosely)
    partners = _partners_among(hits)
    may_add = policy.change_partners.test(asked.member)
    for hit in hits:
        if partner := partners.get(hit.resolved_id):
            renamed = hit.name if hit.name != partner[1] else ""
            yield Result(partner[1], _page(asked, "partner", partner[0]), _joined([renamed, hit.hint]))
        elif may_add:
            hint = _joined(["Not a partner", hit.hint])
            yield Result(hit.name, _page(asked, "add_school", hit.resolved_urn or hit.urn), hint)


def _partners_among(hits: list[SchoolHit]) -> dict[int, tuple[Any, str]]:
    """Public id and name of each partner, by the school it is today."""
    resolved = [hit.resolved_id for hit in hits]
    found = Partner.objects.filter(school__resolved_id__in=resolved) if resolved else Partner.objects.none()
    rows = found.values_list("school__resolved_id", "public_id", "name")
    return {school_id: (public_id, name) for school_id, public_id, name in rows}


def _named(
    rows: QuerySet[Any], sought: SearchText, name: str, *others: str, besides: Q | None = None, loosely: bool
) -> QuerySet[Any]:
    """Rows with every word in `name` or one of `others`; `loosely`, each longer word nearly so in `name`.

    A number or a postcode is found or not, and never misspelt into something else.
    """
    typed = sought.words.split()[:MOST_WORDS]
    begins = Case(When(**{f"{name}__istartswith": sought.words}, then=0), default=1)
    rows = rows.annotate(begins=begins)
    if loosely:
        long = [word for word in typed if len(word) >= FEWEST_LETTERS]
        if sought.is_number_or_place or not long:
            return rows.none()
        for word in long:
            rows = rows.filter(GreaterThanOrEqual(TrigramWordSimilarity(word, name), LIKE_ENOUGH))
        return rows
    says = Q()
    for word in typed:
        says &= Q(*((f"{field}__icontains", word) for field in (name, *others)), _connector=Q.OR)
    return rows.filter(says | besides if besides else says)


def _numbered(sought: SearchText) -> Q | None:
    """What names a partner besides its name: URN, UKPRN, trust UID, postcode."""
    found = None
    if sought.number is not None:
        found = Q(school__urn=sought.number) | Q(ukprn=sought.words) | Q(trust_uid=sought.words)
    if sought.postcode:
        found = Q(school__postcode__startswith=sought.postcode)
    return found


def _page(asked: Asked, route: str, *more: Any) -> str:
    return reverse(route, args=[asked.member.alliance.slug, *more])


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


def _list_of(route: str, extra: str = "") -> Any:
    """The address of a list that takes the text as its own search."""

    def more(member: Any, text: str) -> str:
        return f"{reverse(route, args=[member.alliance.slug])}?{urlencode({'q': text})}{extra}"

    return more


def _partner_list(member: Any, text: str) -> str:
    """Whoever does not see the list has no more than what was found."""
    return _list_of("partners", "&status=all")(member, text) if policy.see_partners.test(member) else ""


SOURCES = (
    Source("partners", "Partners", "partners", policy.see_partner, find_partners, 10, more=_partner_list),
    Source("people", "People", "people", policy.manage_people, find_members, 20, more=_list_of("people")),
    Source("contacts", "Contacts", "user", policy.see_partner, find_contacts, 30),
    Source("schools", "Schools", "home", policy.see_register, find_schools, 40),
    Source("pages", "Pages", "list", policy.search, find_pages, 50, always=True),
)
PAGES = (
    Page("Add a partner", "add_partner", policy.change_partners, "new school join"),
    Page("Map of partners", "partner_map", policy.see_partners, "where distance"),
    Page("Approvals", "approvals", policy.see_approvals, "heads answers waiting letters consent"),
    Page("Announce something", "new_announcement", policy.announce, "announcement news tell everybody"),
    Page("Add a task", "new_task", policy.see_own_tasks, "to do reminder"),
    Page("Add a resource", "new_resource", policy.change_resources, "upload file document link"),
    Page("Term dates", "term_dates", policy.see_calendar, "school holidays half-term inset"),
    Page("Add a date", "new_calendar_entry", policy.change_calendar, "meeting calendar deadline event"),
    Page("Your calendar program", "calendar_feed", policy.see_calendar, "ics outlook google subscribe feed"),
    Page("Notifications", "notifications", policy.see_notifications, "bell news unread"),
    Page("People", "people", policy.manage_people, "members staff roles access users"),
    Page("Invite somebody", "invite", policy.manage_people, "invitation people add user"),
    Page("Invitations", "people_invited", policy.manage_people, "invited pending"),
    Page("Served area", "served_area", policy.manage_settings, "local authority reach settings"),
    Page("Colours", "colours", policy.manage_settings, "branding look theme settings"),
    Page("New API credential", "new_credential", policy.manage_credentials, "key token sync integration"),
)
