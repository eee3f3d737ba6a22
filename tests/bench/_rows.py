"""Rows of everything that has a list: each function makes so many in the alliance in scope."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.bench._signed_in import in_batches, word

EMPLOYERS = 200
"""Partners that the people of the list work at: as many as an alliance has whose people come to 20,000."""


def members(alliance: Any, count: int) -> None:
    from alliance.choices import Role
    from alliance.models import Membership, User

    users = in_batches(
        User.objects,
        (
            User(email=f"member{place}@bench.example", full_name=f"{word(place)} {word(place // 3)}")
            for place in range(count)
        ),
    )
    roles = [Role.MENTOR, Role.CPD_LEAD, Role.TRAINEE, Role.SLE]
    in_batches(
        Membership.objects,
        (
            Membership(alliance=alliance, user=user, roles=[roles[place % len(roles)]])
            for place, user in enumerate(users)
        ),
    )


def invitations(alliance: Any, count: int) -> None:
    from django.utils import timezone

    from alliance.choices import Role
    from alliance.models import Invitation

    now = timezone.now()
    in_batches(
        Invitation.objects,
        (
            Invitation(
                alliance=alliance,
                email=f"invited{place}@bench.example",
                roles=[Role.FACILITATOR],
                token_digest=f"{place:064d}",
                sent_at=now,
                expires_at=now + timedelta(days=14),
            )
            for place in range(count)
        ),
    )


def prospects(alliance: Any, count: int) -> None:
    from django.utils import timezone

    from alliance.models import Prospect

    since = timezone.now()
    in_batches(
        Prospect.objects,
        (
            Prospect(
                organisation="other",
                name=f"{word(place)} {word(place // 5)} {place}",
                reason="Known from a conference.",
                stage_since=since - timedelta(days=place % 300),
            )
            for place in range(count)
        ),
    )


def approvals(alliance: Any, count: int) -> None:
    from django.utils import timezone

    from alliance.queries.agreements import AGREEMENT_KIND
    from foundation.approvals.models import Approval
    from foundation.identifiers import new_public_id

    until = timezone.now() + timedelta(days=14)
    in_batches(
        Approval.objects,
        (
            Approval(
                kind=AGREEMENT_KIND,
                subject=new_public_id(),
                title=f"Agreement {place}",
                approver_name=f"{word(place)} Head",
                approver_email=f"head{place}@bench.example",
                expires_at=until,
            )
            for place in range(count)
        ),
    )


def pupils(alliance: Any, count: int) -> None:
    from alliance.models import PupilMeasure

    def rows() -> Iterator[Any]:
        for place, partner in enumerate(_partners(count)):
            for year in (2024, 2025):
                yield PupilMeasure(
                    partner_id=partner,
                    source="dfe",
                    stands=True,
                    academic_year=year,
                    measure="ks2_rwm_expected",
                    pupil_group="all",
                    cohort=30,
                    state="value",
                    value=Decimal(30 + place % 70),
                )

    in_batches(PupilMeasure.objects, rows())


def teachers(alliance: Any, count: int) -> None:
    from alliance.models import WorkforceSnapshot

    in_batches(
        WorkforceSnapshot.objects,
        (
            WorkforceSnapshot(
                partner_id=partner,
                source="school",
                stands=True,
                census_year=2025,
                teachers=40,
                stayed=40 - place % 9,
                moved_within=place % 9,
                moved_elsewhere=0,
                left=0,
                unknown=0,
            )
            for place, partner in enumerate(_partners(count))
        ),
    )


def agreements(alliance: Any, count: int) -> None:
    """Sent to be signed: they begin as drafts, and say to whom from then on."""
    from django.db.models import OuterRef, Subquery
    from django.utils import timezone

    from alliance.choices import AgreementState
    from alliance.models import Agreement, Partner

    first = timezone.localdate() - timedelta(days=100)
    in_batches(
        Agreement.objects,
        (
            Agreement(
                partner_id=partner,
                title=f"Agreement {place}",
                tier=f"Tier {place % 4}",
                fee_pence=place % 900 * 1_000,
                terms="We work together.",
                starts_on=first,
                ends_on=first + timedelta(days=365 + place % 300),
            )
            for place, partner in enumerate(_partners(count))
        ),
    )
    named = Partner.objects.filter(pk=OuterRef("partner")).values("name")
    Agreement.objects.update(state=AgreementState.SENT, sent_at=timezone.now(), party=Subquery(named))


def reviews(alliance: Any, count: int) -> None:
    from django.utils import timezone

    from alliance.models import DiligenceReview

    today = timezone.localdate()
    in_batches(
        DiligenceReview.objects,
        (
            DiligenceReview(partner_id=partner, due_on=today + timedelta(days=place % 200 - 100))
            for place, partner in enumerate(_partners(count))
        ),
    )


def surveys(alliance: Any, count: int) -> None:
    """Of one template; one in ten is open, the others are closed."""
    from django.utils import timezone

    from alliance.models import Survey, SurveyTemplate, TemplateVersion

    now, today = timezone.now(), timezone.localdate()
    template = SurveyTemplate.objects.create(title="Partner survey")
    version = TemplateVersion.objects.create(template=template, number=1, content={"sections": []})

    def survey(place: int) -> Survey:
        is_open = place % 10 == 0
        closes_on = today + timedelta(days=place % 60) if is_open else today - timedelta(days=place % 2_000)
        return Survey(
            version=version,
            title=f"Survey {place}",
            mode="anonymous",
            audience="main_contacts",
            state="open" if is_open else "closed",
            opened_on=closes_on - timedelta(days=60),
            closes_on=closes_on,
            closed_at=None if is_open else now,
        )

    in_batches(Survey.objects, map(survey, range(count)))


def people(alliance: Any, count: int) -> None:
    """Each with an employment at one of 200 partners."""
    from alliance.models import Employment, Person

    made = in_batches(
        Person.objects,
        (
            Person(
                given_name=word(place),
                family_name=f"{word(place // 3)} {place}",
                email=f"teacher{place}@school.example",
            )
            for place in range(count)
        ),
    )
    partners = _partners(EMPLOYERS)
    in_batches(
        Employment.objects,
        (
            Employment(
                person=person,
                partner_id=partners[place % len(partners)],
                post=f"Teacher of {word(place % 30)}",
                started_on=date(2023, 9, 1),
            )
            for place, person in enumerate(made)
        ),
    )


def resources(alliance: Any, count: int) -> None:
    """Links, each in its first version."""
    from alliance.choices import Audience
    from alliance.models import Resource, ResourceVersion

    made = in_batches(
        Resource.objects,
        (
            Resource(
                title=f"{word(place)} handbook {place}",
                description="What it is for, and for whom.",
                topic=f"Topic {place % 40}",
                audience=Audience.values[place % 4],
                licence="cc_by",
                latest=1,
                current=1,
            )
            for place in range(count)
        ),
    )
    in_batches(
        ResourceVersion.objects,
        (
            ResourceVersion(resource=resource, number=1, state="link", link="https://handbook.example/")
            for resource in made
        ),
    )


def announcements(alliance: Any, count: int) -> None:
    from django.utils import timezone

    from alliance.choices import Audience
    from alliance.models import Announcement

    now, today = timezone.now(), timezone.localdate()
    in_batches(
        Announcement.objects,
        (
            Announcement(
                title=f"News {place}",
                body="What everybody should know.",
                audience=Audience.values[place % 4],
                shows_from=today - timedelta(days=place % 3_000),
                is_pinned=place % 1_000 == 0,
                published_at=now,
            )
            for place in range(count)
        ),
    )


def dates(alliance: Any, count: int) -> None:
    """Fifty a month around today, as many as a page of other lists shows."""
    from django.utils import timezone

    from alliance.choices import Audience, EntryKind
    from alliance.models import CalendarEntry

    first = timezone.localdate() - timedelta(days=count * 3 // 10)

    def entry(place: int) -> CalendarEntry:
        day = first + timedelta(days=place * 3 // 5)
        kind, audience = EntryKind.values[place % 4], Audience.values[place % 4]
        return CalendarEntry(
            kind=kind, title=f"Briefing {place}", audience=audience, starts_on=day, ends_on=day
        )

    in_batches(CalendarEntry.objects, map(entry, range(count)))


def tasks(alliance: Any, count: int) -> None:
    """All of whoever measures: half of them done long ago."""
    from django.utils import timezone

    from alliance.models import Task, User

    owner = User.objects.get(email=f"{alliance.slug}@bench.example")
    now, today = timezone.now(), timezone.localdate()
    in_batches(
        Task.objects,
        (
            Task(
                title=f"Ring school {place}",
                owner=owner,
                made_by=owner,
                due_on=today + timedelta(days=place % 400),
                done_at=now - timedelta(days=30 + place % 300) if place % 2 else None,
            )
            for place in range(count)
        ),
    )


def _partners(count: int) -> list[int]:
    from alliance.models import Partner

    return list(Partner.objects.order_by("pk").values_list("pk", flat=True)[:count])
