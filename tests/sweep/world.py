"""Two alliances, two schools in the first, and somebody in every role: whatever could leak is there.

Every private text carries a canary that names whose it is, so that an answer can be searched for what it
must not say.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from alliance.actions.credentials import make_credential
from alliance.actions.feedback.replies import write_reply
from alliance.choices import (
    ORGANISATION_ROLES,
    STAFF_ROLES,
    ApiScope,
    Audience,
    ProspectStage,
    Role,
    Strand,
    SurveyMode,
)
from alliance.logic.academic_year import AcademicYear
from alliance.models import (
    AgreementTemplate,
    Alliance,
    Engagement,
    ExpertiseArea,
    Invitation,
    Membership,
    Partner,
    Priority,
    Prospect,
    SupportEntry,
    User,
)
from alliance.queries.selected import partners_seen
from foundation.lists.bulk import select
from foundation.lists.saved import save_view
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from reporting.actions.editions import set_aside
from reporting.models import Edition
from tests.factories import feedback
from tests.factories.agreements import sent_for_signature
from tests.factories.alliance import (
    AllianceFactory,
    ContactFactory,
    LocalAuthorityFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
    UserFactory,
)
from tests.factories.approvals import asked
from tests.factories.diligence import ActionFactory, CheckFactory, ReviewFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory
from tests.factories.growth import AssessmentFactory, ProspectFactory, at_stage
from tests.factories.hub import (
    AnnouncementFactory,
    CalendarEntryFactory,
    ResourceFactory,
    TaskFactory,
    TermDateFactory,
)
from tests.factories.importer import imported_table
from tests.factories.partnership import (
    EvidenceFactory,
    ExchangeFactory,
    HostingFactory,
    InspectionFactory,
    SpecialismFactory,
)
from tests.factories.reporting import REPORTED, published
from tests.factories.roster import people_at

OWN, OTHER_SCHOOL, OTHER_ALLIANCE = "own", "other school", "other alliance"
SIDES = (OWN, OTHER_SCHOOL, OTHER_ALLIANCE)
CANARIES = {OWN: "owncanary", OTHER_SCHOOL: "neighbourcanary", OTHER_ALLIANCE: "strangercanary"}
ANONYMOUS, OPERATOR = "anonymous", "operator"


@dataclass
class Side:
    """What one side has, by the name of the address argument that would reach it."""

    alliance: Alliance
    partner: Partner
    things: dict[str, Any]
    notifications: dict[str, UUID] = field(default_factory=dict)
    changes: dict[str, UUID] = field(default_factory=dict)
    views: dict[str, UUID] = field(default_factory=dict)
    tasks: dict[str, UUID] = field(default_factory=dict)


@dataclass
class World:
    sides: dict[str, Side]
    users: dict[str, User]
    sessions: dict[str, str]
    """The cookie of each who is logged in."""
    portal: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    """What answers all of their browsers."""
    shared_arguments: frozenset[str] = frozenset(
        {
            *("urn", "organisation", "year", "position", "target", "kind", "stage", "item", "framework"),
            *("shipped", "trigger", "version_number", "measure", "group", "step", "partner_kind"),
        }
    )
    """Arguments that name something all alliances share, or nothing at all."""

    @property
    def alliance(self) -> Alliance:
        return self.sides[OWN].alliance

    def client(self, actor: str) -> Client:
        """A browser of its own, in which that person is logged in; one who is nobody is not."""
        client = Client(raise_request_exception=False)
        client.handler = self.portal
        if actor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        return client

    def arguments(self, side: str, names: set[str], actor: str) -> dict[str, Any]:
        """The address arguments of a side; a name nobody has prepared is an error, not a skip."""
        here = self.sides[side]
        notification = here.notifications.get(actor, here.things["notification_id"])
        change = here.changes.get(actor, here.things["change_id"])
        known = {**here.things, "slug": here.alliance.slug, "notification_id": notification}
        known["change_id"] = change
        known["task_id"] = here.tasks.get(actor, here.things["task_id"])
        known["view_id"] = here.views.get(actor, here.things["view_id"])
        return {name: known[name] for name in names}


def build() -> World:
    alliance = AllianceFactory()
    stranger = AllianceFactory(name=f"{CANARIES[OTHER_ALLIANCE]} Alliance")
    sides = {
        OWN: _side(alliance, OWN),
        OTHER_SCHOOL: _side(alliance, OTHER_SCHOOL),
        OTHER_ALLIANCE: _side(stranger, OTHER_ALLIANCE),
    }
    reports = {alliance.pk: _published_report(alliance, 1), stranger.pk: _published_report(stranger, 7)}
    for side in sides.values():
        side.things["number"] = reports[side.alliance.pk]
    users = {role.value: _member(alliance, role, sides[OWN].partner).user for role in Role}
    User.objects.filter(memberships__alliance=alliance).update(last_alliance=alliance)
    with acting_within(alliance):
        sides[OWN].notifications = {actor: _notification(user, OWN) for actor, user in users.items()}
        sides[OWN].tasks = {actor: _task(user, OWN) for actor, user in users.items()}
        sides[OWN].views = {actor: _view(user, OWN) for actor, user in users.items()}
        sides[OWN].changes = {actor: _selection(user, sides[OWN].partner) for actor, user in users.items()}
        for role, user in users.items():
            if role == Role.BOARD_MEMBER or role in STAFF_ROLES:
                _asked_to_assess(sides[OWN], user)
            if role in STAFF_ROLES:
                _asked_to_assess(sides[OTHER_SCHOOL], user)
    users[OPERATOR] = UserFactory(is_operator=True)
    TOTP.activate(users[OPERATOR], "JBSWY3DPEHPK3PXP")
    return World(sides, users, {actor: _session(user) for actor, user in users.items()})


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _side(alliance: Alliance, side: str) -> Side:
    canary, now = CANARIES[side], timezone.now()
    school = SchoolFactory(name=f"{canary} School")
    with acting_within(alliance):
        partner = PartnerFactory(school=school, listed=side != OTHER_SCHOOL)
        PartnerRoleFactory(partner=partner)
        contact = ContactFactory(partner=partner, name=f"{canary} Person", email=f"{canary}@example.org")
        engagement = Engagement.objects.create(
            school=school, strand=Strand.CPD, took_part_on=date(2025, 10, 1), description=f"{canary} course"
        )
        snapshot = WorkforceFactory(partner=partner, note=f"{canary} count")
        measure = MeasureFactory(partner=partner, note=f"{canary} results")
        partnership = _partnership(partner, canary)
        user = UserFactory(full_name=f"{canary} Member", email=f"{canary}.member@example.org")
        membership = MembershipFactory(
            alliance=alliance, user=user, roles=[Role.PARTNER_CONTACT], partner=partner
        )
        prospect = ProspectFactory(school=SchoolFactory(name=f"{canary} Prospect"))
        if side == OWN:
            at_stage(prospect, ProspectStage.BOARD_DECISION)
        # What the alliance keeps for all of its schools is no school’s own.
        common = f"{CANARIES[OWN]} second" if side == OTHER_SCHOOL else canary
        area = ExpertiseArea.objects.create(name=f"{common} area")
        assessment = AssessmentFactory(prospect=prospect)
        priority = Priority.objects.create(name=f"{common} priority")
        notification = _notification(user, side)
        change = _selection(user, partner)
        view = _view(user, side)
        works = people_at(partner, canary)
        table = imported_table(canary)
        told = Audience.STAFF if side == OTHER_SCHOOL else Audience.EVERYBODY
        dated = CalendarEntryFactory(title=f"{canary} briefing", audience=told)
        task = _task(user, side)
        announcement = AnnouncementFactory(title=f"{canary} news", audience=told)
        resource = ResourceFactory(title=f"{canary} handbook", audience=told)
        public = ResourceFactory(title="Guide for everybody", audience=Audience.PUBLIC)
        term = TermDateFactory(local_authority=LocalAuthorityFactory(code=f"90{SIDES.index(side)}"))
        credential, _ = make_credential(
            partner=partner, name=f"{canary} sync", scopes=["read:partners"], by=None
        )
        agreement = sent_for_signature(partner, canary)
        obligation = agreement.obligations.get()
        template = AgreementTemplate.objects.create(name=f"{canary} template", terms="Terms")
        question = asked(partner, title=f"{canary} consent")
        asking = _survey(side, partner)
        visit = SupportEntry.objects.create(
            operator=UserFactory(is_operator=True),
            reason=f"{canary} wrote that a page stays empty",
            started_at=now,
            ends_at=now + timedelta(minutes=60),
        )
    invitation = Invitation.objects.create(
        alliance=alliance,
        email=f"{canary}.invited@example.org",
        roles=[Role.MENTOR],
        token_digest=hashlib.sha256(canary.encode()).hexdigest(),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return Side(
        alliance,
        partner,
        {
            "public_id": partner.public_id,
            "partner_id": partner.public_id,
            "school_id": school.public_id,
            "contact_id": contact.public_id,
            "credential_id": credential.public_id,
            "workforce_snapshot_id": snapshot.public_id,
            "pupil_measure_id": measure.public_id,
            "measure": measure.measure,
            "group": measure.pupil_group,
            "step": "area",
            "engagement_id": engagement.public_id,
            "membership_id": membership.public_id,
            **partnership,
            "invitation_id": invitation.public_id,
            "notification_id": notification,
            "entry_id": visit.public_id,
            "change_id": change,
            "date_id": dated.public_id,
            "calendar_date_id": dated.public_id,
            "term_id": term.public_id,
            "announcement_id": announcement.public_id,
            "task_id": task,
            "resource_id": resource.public_id,
            "public_resource_id": public.public_id,
            "version_number": 1,
            "view_id": view,
            "urn": SchoolFactory().urn,
            "organisation": "trust",
            "year": AcademicYear(REPORTED),
            "position": "R-001",
            "import_id": table.public_id,
            "approval_id": question.public_id,
            "agreement_id": agreement.public_id,
            "obligation_id": obligation.public_id,
            "agreement_template_id": template.public_id,
            **works,
            "target": "partners",
            "kind": "csv",
            "prospect_id": prospect.public_id,
            "area_id": area.public_id,
            "assessment_id": assessment.public_id,
            "priority_id": priority.public_id,
            "stage": "enquiry",
            "item": "induction",
            "shipped": "annual-partner",
            "trigger": "annual",
            **asking,
        },
    )


def _partnership(partner: Partner, canary: str) -> dict[str, Any]:
    """What the alliance keeps about the partner beyond its name and contacts."""
    review = ReviewFactory(partner=partner, begun=True)
    return {
        "check_id": CheckFactory(review=review, evidence=f"{canary} policy").public_id,
        "action_id": ActionFactory(review=review, what=f"{canary} action").public_id,
        "hosting_preference_id": HostingFactory(partner=partner, note=f"{canary} wish").public_id,
        "exchange_id": ExchangeFactory(partner=partner, what=f"{canary} hall").public_id,
        "diligence_review_id": review.public_id,
        "specialism_id": SpecialismFactory(partner=partner, proof=f"{canary} designation").public_id,
        "inspection_id": InspectionFactory(partner=partner, source=f"{canary} report").public_id,
        "evidence_id": EvidenceFactory(partner=partner, what=f"{canary} measure").public_id,
        "framework": "report_card",
        "partner_kind": "member",
    }


def _published_report(alliance: Alliance, number: int) -> int:
    """A report whose number no other alliance has, so that a mixed-up address finds nothing."""
    by = MembershipFactory(alliance=alliance).user
    with acting_within(alliance):
        for earlier in range(1, number):
            set_aside(edition=Edition.objects.create(academic_year=REPORTED, number=earlier), by=by)
    return published(alliance, by).number


def _survey(side: str, partner: Partner) -> dict[str, Any]:
    """A closed survey with what came of it. All of an alliance's are seen by the same people, so those of the
    other school carry no canary.
    """
    canary = "" if side == OTHER_SCHOOL else CANARIES[side]
    sheets = [{"voice": 4, "better": f"{canary} should be better {n}"} for n in range(5)]
    survey = feedback.closed(
        SurveyMode.NAMED, feedback.of_partner(partner, 5), sheets, title=f"{canary} survey"
    )
    reply = write_reply(
        survey=survey,
        said=f"{canary} said",
        did="Something",
        done_by="",
        done_on=timezone.localdate(),
        published=True,
        by=survey.owner,
    )
    feedback.document_made(survey)
    template = survey.version.template.public_id
    return {
        "survey_id": survey.public_id,
        "reply_id": reply.public_id,
        "template_id": template,
        "template": str(template),
        "section": "s1",
        "question": "voice",
    }


def _notification(user: User, side: str) -> UUID:
    sentence = f"{CANARIES[side]} has signed"
    return Notification.objects.create(user=user, sentence=sentence, href="/").public_id


def _task(user: User, side: str) -> UUID:
    return TaskFactory(title=f"{CANARIES[side]} task", owner=user).public_id


def _selection(user: User, partner: Partner) -> UUID:
    """This person has selected this partner, to end the partnership."""
    rows = partners_seen(Partner.objects.filter(pk=partner.pk))
    return select(verb="end_partnerships", rows=rows, back="/", by=user).public_id


def _asked_to_assess(side: Side, user: User) -> None:
    prospect = Prospect.objects.get(public_id=side.things["prospect_id"])
    AssessmentFactory(prospect=prospect, assessor=user)


def _view(user: User, side: str) -> UUID:
    return save_view(list_name="partners", name=f"{CANARIES[side]} view", query="", by=user).public_id


def _member(alliance: Alliance, role: Role, partner: Partner) -> Membership:
    return MembershipFactory(
        alliance=alliance,
        roles=[role],
        user=UserFactory(full_name=f"{role.label} Person"),
        partner=partner if role in ORGANISATION_ROLES else None,
        ends_on=timezone.localdate() + timedelta(days=30) if role == Role.EXTERNAL_REVIEWER else None,
    )


def credential_of(side: Side) -> str:
    """The bearer text of a fresh credential of a side's partner, with every scope."""
    with acting_within(side.alliance):
        _, text = make_credential(
            partner=side.partner,
            name="Sweep",
            scopes=ApiScope.values,
            expires_at=timezone.now() + timedelta(days=1),
            by=MembershipFactory(alliance=side.alliance).user,
        )
    return text
