"""What waits for staff about partners: closed schools, unchecked contacts, invitations that run out."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.logic.verification import due_on, oldest_verified
from alliance.models import Contact, Invitation, Membership, Partner
from alliance.models.partner import PartnerQuerySet
from alliance.queries.partner_filters import PartnerFilters, narrowed
from alliance.queries.today import Due
from foundation import words
from foundation.ui.items import Tile

NAMED = 3
"""Of one kind; more are one line that leads to the list of them."""
VERIFIED_TARGET, VERIFIED_NEAR = 0.9, 0.75
"""Shares of partners: below the second the list of contacts cannot be relied on."""
RUNS_OUT_WITHIN = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=30)


def partners_due(member: Membership, today: date) -> list[Due]:
    """For everybody who may change partners; the sources of the alliance app, in one."""
    if not policy.change_partners.test(member):
        return []
    slug = member.alliance.slug
    current = Partner.objects.current()
    return [
        *_closed(current, slug),
        *_closing(current, slug),
        *_unverified(slug, today),
        *_without_contact(current, slug),
        *_unevidenced(current, slug, today),
    ]


def invitations_due(member: Membership, today: date) -> list[Due]:
    """Invitations that run out within three days or have run out, for whoever may send them again."""
    if not policy.manage_people.test(member):
        return []
    now = timezone.now()
    waiting = Invitation.objects.filter(
        alliance=member.alliance_id,
        accepted_at=None,
        revoked_at=None,
        expires_at__range=(now - FORGOTTEN_AFTER, now + RUNS_OUT_WITHIN),
    ).order_by("expires_at")
    href = reverse("people_invited", args=[member.alliance.slug])
    return [
        Due(
            "warn",
            f"An invitation {'has run out' if invitation.expires_at <= now else 'runs out'}",
            f"{invitation.email} · sent {words.day(invitation.sent_at or invitation.created_at)}",
            timezone.localdate(invitation.expires_at),
            action_label="Send again",
            action_href=href,
        )
        for invitation in waiting
    ]


def verified_share(today: date) -> tuple[int, int]:
    """Current partners with a main contact verified within a year, and all current partners."""
    current = Partner.objects.current()
    verified = Contact.objects.filter(
        partner__left_on=None, is_main=True, verified_at__gte=_begins(oldest_verified(today))
    )
    return verified.count(), current.count()


def partner_tiles(member: Membership, year: AcademicYear) -> list[Tile]:
    """How many partners there are, and for how many the main contact was checked within a year."""
    verified, partners = verified_share(timezone.localdate())
    if not partners:
        return []
    share = verified / partners
    state = "good" if share >= VERIFIED_TARGET else "warn" if share >= VERIFIED_NEAR else "bad"
    within = (year.first_day, year.last_day)
    joined = Partner.objects.filter(joined_on__range=within).count()
    left = Partner.objects.filter(left_on__range=within).count()
    return [
        Tile(
            "Partners",
            "none",
            f"{partners:,}",
            target=f"{joined:,} joined, {left:,} left",
            href=reverse("partners", args=[member.alliance.slug]),
        ),
        Tile(
            "Contacts verified",
            state,
            f"{share:.0%}",
            f"{verified:,} of {partners:,}",
            f"Target {VERIFIED_TARGET:.0%}, within a year",
            _list(member.alliance.slug, contact="unverified", sort="verified"),
        ),
    ]


def _closed(current: PartnerQuerySet, slug: str) -> Iterable[Due]:
    closed = current.filter(school__status=SchoolStatus.CLOSED).select_related("school__successor")
    for partner in closed.order_by("school__closed_on", "name"):
        successor = partner.school.successor
        why = f"Carried on by {successor.name}" if successor else "The School register names no successor"
        href = reverse("partner", args=[slug, partner.public_id])
        yield Due(
            "bad",
            f"{partner.name} has closed",
            why,
            partner.school.closed_on,
            href=href,
            action_label="Move record" if successor else "Open record",
            action_href=href,
        )


def _closing(current: PartnerQuerySet, slug: str) -> Iterable[Due]:
    for partner in current.filter(school__status=SchoolStatus.CLOSING).order_by("name"):
        href = reverse("partner", args=[slug, partner.public_id])
        why = "Open, says the School register; ask what comes after it"
        yield Due(
            "warn",
            f"{partner.name} is proposed to close",
            why,
            None,
            href=href,
            action_label="Open record",
            action_href=href,
        )


def _unverified(slug: str, today: date) -> Iterable[Due]:
    old = Contact.objects.filter(partner__left_on=None, is_main=True).filter(
        Q(verified_at=None) | Q(verified_at__lt=_begins(oldest_verified(today)))
    )
    found = list(old.select_related("partner").order_by("verified_at", "partner__name")[: NAMED + 1])
    if len(found) <= NAMED:
        for contact in found:
            yield _verify(contact, slug)
        return
    first = found[0]
    yield Due(
        "warn",
        f"{words.counted(old.count(), 'main contact')} not verified for a year",
        f"The longest: {first.name}, {first.partner.name}",
        due_on(first.verified_on) if first.verified_on else None,
        action_label="Review",
        action_href=_list(slug, contact="unverified", sort="verified"),
    )


def _verify(contact: Contact, slug: str) -> Due:
    href = reverse("partner_contacts", args=[slug, contact.partner.public_id])
    why = f"Last verified {words.day(contact.verified_on)}" if contact.verified_on else "Never verified"
    return Due(
        "warn",
        f"{contact.name}, {contact.partner.name}: still the right person?",
        why,
        due_on(contact.verified_on) if contact.verified_on else None,
        href=href,
        action_label="Verify",
        action_href=href,
    )


def _without_contact(current: PartnerQuerySet, slug: str) -> Iterable[Due]:
    without = current.filter(~Exists(Contact.objects.filter(partner=OuterRef("pk"), is_main=True)))
    count = without.count()
    if not count:
        return
    first = without.order_by("name")[:NAMED]
    names = words.listed([partner.name for partner in first])
    yield Due(
        "none",
        f"{words.counted(count, 'partner')} {'has' if count == 1 else 'have'} no main contact",
        names
        if count <= NAMED
        else f"{', '.join(partner.name for partner in first)} and {count - NAMED} more",
        None,
        action_label="Review",
        action_href=_list(slug, contact="unverified", sort="contact"),
    )


def _unevidenced(current: PartnerQuerySet, slug: str, today: date) -> Iterable[Due]:
    """Specialist schools whose specialism nothing proves, or whose proof ran out."""
    found = narrowed(current, PartnerFilters(specialism="unevidenced"), today=today).order_by("name")
    names = list(found.values_list("name", flat=True)[: NAMED + 1])
    if not names:
        return
    count = len(names) if len(names) <= NAMED else found.count()
    verb = "is a specialist school" if count == 1 else "are specialist schools"
    yield Due(
        "warn",
        f"{words.counted(count, 'partner')} {verb} without evidence of it",
        words.listed(names) if count <= NAMED else f"{', '.join(names[:NAMED])} and {count - NAMED} more",
        None,
        action_label="Review",
        action_href=_list(slug, specialism="unevidenced"),
    )


def _list(slug: str, **query: str) -> str:
    return f"{reverse('partners', args=[slug])}?{urlencode(query)}"


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
