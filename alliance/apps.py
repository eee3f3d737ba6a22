from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """The alliance itself: its people, partners, school register and what it shares with them."""

    name = "alliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from alliance import navigation
        from alliance.actions.contacts import CONTACT, erase_contact
        from alliance.actions.import_contacts import ContactTarget
        from alliance.actions.import_partners import PartnerTarget
        from alliance.actions.register_changed import REGISTER_CHANGED, forget_register_changes
        from alliance.choices.jobs import FORGET
        from alliance.emails.samples import samples
        from alliance.queries import credentials, engagements, notifications, partners_due, search, today
        from alliance.queries.sync import RESOURCES
        from foundation.audit.agents import register_agents
        from foundation.clock.registry import register_forgetting
        from foundation.emails import samples as letters
        from foundation.erasure.registry import register_eraser
        from foundation.feed.resources import register
        from foundation.importer.target import register_target
        from foundation.jobs.registry import register_job
        from foundation.notifications.actions import LETTER
        from foundation.notifications.kinds import register_kind
        from foundation.search import register_source
        from foundation.search.pages import register_pages
        from foundation.ui import areas

        areas.register(*navigation.AREAS)
        register_agents(credentials.CREDENTIAL, credentials.names_of_credentials)
        letters.register(**samples())
        register_pages(*search.PAGES)
        for source in search.SOURCES:
            register_source(source)
        engagements.register_source(engagements.recorded_by_hand)
        today.register_attention(partners_due.partners_due)
        today.register_attention(partners_due.invitations_due)
        today.register_tiles(partners_due.partner_tiles)
        register_target(PartnerTarget())
        register_target(ContactTarget())
        register_eraser(CONTACT, erase_contact)
        register_forgetting("register changes", forget_register_changes)
        register_job(REGISTER_CHANGED, "alliance.jobs.register_changed")
        register_job(FORGET, "alliance.jobs.forget")
        register_job(LETTER, "alliance.jobs.write_notification_letter")
        for kind in notifications.KINDS:
            register_kind(kind)
        for resource in RESOURCES:
            register(resource)
        _bring_approvals()
        _bring_facts()
        _bring_first_steps()
        _bring_personal()
        _bring_growth()
        _bring_calendar()
        _bring_partnership()
        _bring_feedback()
        _bring_resources()
        _bring_tasks()
        _bring_hub_sync()
        _bring_agreements()
        _bring_diligence()


def _bring_approvals() -> None:
    """Asking heads and others to decide, and the nights' work that it needs."""
    from alliance.choices.jobs import ROUNDS
    from alliance.queries.approvals import approvals_due
    from alliance.queries.today import register_attention
    from foundation.approvals.actions import LETTER, remind
    from foundation.clock.rounds import register_round
    from foundation.jobs.registry import register_job

    register_job(LETTER, "alliance.jobs.write_approval_letter")
    register_job(ROUNDS, "alliance.jobs.nightly_rounds")
    register_round("reminders of approvals", remind)
    register_attention(approvals_due)


def _bring_personal() -> None:
    """People of partners, and what the alliance's tables hold about anybody."""
    from alliance import policy
    from alliance.actions.personal import erasing, exports, holdings, retention
    from alliance.actions.roster.employments import note_ends
    from alliance.actions.roster.import_people import PeopleTarget
    from alliance.actions.roster.merging import forget_merges
    from alliance.queries.roster import search
    from foundation.clock.rounds import register_round
    from foundation.erasure.registry import register_eraser
    from foundation.importer.target import register_target
    from foundation.jobs.registry import register_job
    from foundation.notifications.kinds import Kind, register_kind
    from foundation.personal.registry import register_holding, register_nobody
    from foundation.search import register_source
    from foundation.search.pages import register_pages

    register_holding(*holdings.HOLDINGS)
    register_nobody(holdings.NOBODY_IN)
    register_target(PeopleTarget())
    register_source(search.SOURCE)
    register_pages(*search.PAGES)
    register_job(exports.JOB, "alliance.jobs.make_subject_access_copy")
    register_kind(Kind(exports.NEWS, "Copies of personal data", policy.manage_personal_data))
    register_eraser(erasing.PERSON, erasing.erase_person_again)
    register_eraser(erasing.MEMBER, erasing.erase_member_again)
    register_round("ends of employments", note_ends)
    register_round("merges of people", forget_merges)
    register_round("copies of personal data", exports.forget_copies)
    register_round("people past keeping", retention.carry_out_rules)


def _bring_facts() -> None:
    """School facts: tables of them, what systems sync, and what the demo shows."""
    from alliance.actions.facts.import_measures import MeasureTarget
    from alliance.actions.facts.import_published import PublishedTarget
    from alliance.actions.facts.import_workforce import WorkforceTarget
    from alliance.demo.parts import register_part
    from alliance.queries.facts.sync import RESOURCES
    from foundation.feed.resources import register
    from foundation.importer.target import register_target

    register_target(WorkforceTarget())
    register_target(MeasureTarget())
    register_target(PublishedTarget())
    register_part("alliance.demo.facts.add_facts")
    for resource in RESOURCES:
        register(resource)


def _bring_first_steps() -> None:
    """What an alliance does first, and who has long done it in the demo."""
    from alliance.demo.parts import register_part
    from alliance.queries.getting_started import register_step
    from alliance.queries.setting_up import STEPS

    register_step(*STEPS)
    register_part("alliance.demo.getting_started.put_first_steps_away")


def _bring_growth() -> None:
    """Prospects: found by the search, told on Today, shown in the demo."""
    from alliance.actions.growth import holdings
    from alliance.choices import OnboardingItem
    from alliance.demo.parts import register_part
    from alliance.queries.growth import due, onboarding, search
    from alliance.queries.today import register_attention
    from foundation.personal.registry import register_holding, register_nobody
    from foundation.search import register_source
    from foundation.search.pages import register_pages

    register_source(search.SOURCE)
    register_pages(*search.PAGES)
    register_attention(due.prospects_due)
    register_attention(due.assessments_due)
    register_attention(due.newcomers_due)
    register_part("alliance.demo.growth.add_growth")
    onboarding.register_onboarding_check(
        OnboardingItem.CONTACTS, onboarding.has_contacts, route="partner_contacts"
    )
    onboarding.register_onboarding_check(OnboardingItem.CREDENTIAL, onboarding.has_credential)
    register_holding(*holdings.HOLDINGS)
    register_nobody(holdings.NOBODY_IN)


def _bring_calendar() -> None:
    """The dates that the calendar shows, and the table that terms come in by."""
    from alliance.actions.calendar.import_terms import TermTarget
    from alliance.queries.calendar import due, entries, school_days
    from foundation.calendars import register_source
    from foundation.importer.target import register_target

    for source in (*school_days.SOURCES, *entries.SOURCES, *due.SOURCES):
        register_source(source)
    register_target(TermTarget())


def _bring_partnership() -> None:
    """What the alliance keeps about a partner beyond its name and contacts."""
    from alliance.actions.partnership.personal import HOLDINGS
    from alliance.demo.parts import register_part
    from alliance.queries.partnership import evidence, exchanges, sync
    from foundation.feed.resources import register
    from foundation.personal.registry import register_holding

    register_holding(*HOLDINGS)
    evidence.register_source(evidence.recorded_by_hand)
    evidence.register_source(evidence.from_school_facts)
    exchanges.register_source(exchanges.recorded_by_hand)
    register_part("alliance.demo.partnership.add_partnership")
    for resource in sync.RESOURCES:
        register(resource)


def _bring_feedback() -> None:
    """Surveys: who can be asked, what waits and is found, the letters, and what each hour brings."""
    from alliance.actions.feedback import holdings
    from alliance.actions.feedback.documents import forget_documents
    from alliance.actions.feedback.surveys import LETTERS
    from alliance.actions.feedback.tending import tend_surveys
    from alliance.demo.parts import register_part
    from alliance.queries.feedback import audiences, due, search, triggers
    from alliance.queries.feedback.documents import RESULTS_DOCUMENT
    from alliance.queries.feedback.sync import SURVEYS
    from alliance.queries.my_tasks import register_tasks
    from alliance.queries.today import register_attention
    from foundation.clock.rounds import register_hourly, register_round
    from foundation.feed.resources import register
    from foundation.jobs.registry import register_job
    from foundation.personal.registry import register_holding, register_nobody
    from foundation.search import register_source
    from foundation.search.pages import register_pages

    for audience in audiences.AUDIENCES:
        audiences.register_audience(audience)
    for trigger in triggers.TRIGGERS:
        triggers.register_trigger(trigger)
    register_attention(due.surveys_due)
    register_tasks(due.answers_due)
    register_source(search.SOURCE)
    register_pages(*search.PAGES)
    register_part("alliance.demo.feedback.add_surveys")
    register_job(LETTERS, "alliance.jobs.write_survey_letters")
    register_job(
        RESULTS_DOCUMENT,
        "alliance.jobs.make_survey_document",
        on_failure="alliance.jobs.survey_document_not_made",
    )
    register_hourly("surveys", tend_surveys)
    register_round("results as documents", forget_documents)
    register(SURVEYS)
    register_holding(*holdings.HOLDINGS)
    register_nobody(holdings.NOBODY_IN)


def _bring_resources() -> None:
    """What the search finds of the hub, and the job that reads documents for it."""
    from alliance.actions.resources.keeping import CHECK
    from alliance.queries import hub_searching
    from alliance.queries.resources.searching import SOURCES
    from foundation.jobs.registry import register_job
    from foundation.search import register_source

    for source in (*SOURCES, *hub_searching.SOURCES):
        register_source(source)
    register_job(CHECK, "alliance.jobs.check_resource", on_failure="alliance.jobs.resource_not_checked")


def _bring_hub_sync() -> None:
    """What partners' systems sync of dates, resources and announcements."""
    from alliance.queries.hub_sync import RESOURCES
    from foundation.feed.resources import register

    for resource in RESOURCES:
        register(resource)


def _bring_tasks() -> None:
    """What waits for one person, besides what needs their team's attention; and the work of each hour."""
    from alliance.actions.hub_holdings import HOLDINGS
    from alliance.choices.jobs import HOURLY
    from alliance.demo.parts import register_part
    from alliance.queries import my_tasks
    from foundation.jobs.registry import register_job
    from foundation.notifications.digests import DIGEST
    from foundation.personal.registry import register_holding

    register_holding(*HOLDINGS)
    register_part("alliance.demo.hub.add_hub")
    my_tasks.register_tasks(my_tasks.written_down)
    my_tasks.register_tasks(my_tasks.rows_to_mend)
    register_job(HOURLY, "alliance.jobs.hourly")
    register_job(DIGEST, "alliance.jobs.write_digest")


def _bring_agreements() -> None:
    """Agreements with partners: signed by approval, watched by the clock, synced by partners' systems."""
    from alliance import navigation
    from alliance.actions.agreements import holdings
    from alliance.actions.agreements.kind import AgreementKind
    from alliance.actions.agreements.nightly import agreements_by_night
    from alliance.choices import OnboardingItem
    from alliance.demo.parts import register_part
    from alliance.queries.agreements import AGREEMENT_DOCUMENT, AGREEMENT_LETTER, due, search
    from alliance.queries.agreements.onboarding import has_agreement
    from alliance.queries.agreements.sync import AGREEMENTS
    from alliance.queries.growth.onboarding import register_onboarding_check
    from alliance.queries.today import register_attention
    from alliance.views.agreements.checking import known_agreement
    from foundation.approvals import kinds
    from foundation.checking import register_copies
    from foundation.clock.rounds import register_round
    from foundation.feed.resources import register
    from foundation.jobs.registry import register_job
    from foundation.personal.registry import register_holding, register_nobody
    from foundation.search import register_source
    from foundation.search.pages import register_pages
    from foundation.ui import areas

    areas.register(*navigation.AGREEMENTS)
    kinds.register_kind(AgreementKind())
    register_copies("agreement", known_agreement)
    register_job(AGREEMENT_DOCUMENT, "alliance.jobs.make_agreement_document", unhurried=True)
    register_job(AGREEMENT_LETTER, "alliance.jobs.write_agreement_letter")
    register_part("alliance.demo.agreements.add_agreements")
    register_round("agreements", agreements_by_night)
    register_onboarding_check(OnboardingItem.AGREEMENT, has_agreement, route="partner_agreements")
    register_attention(due.agreements_due)
    register_source(search.SOURCE)
    register_pages(*search.PAGES)
    register(AGREEMENTS)
    register_holding(*holdings.HOLDINGS)
    register_nobody(holdings.NOBODY_IN)


def _bring_diligence() -> None:
    """Due diligence: what the nights open, what waits on Today, what partners' systems sync."""
    from alliance.actions.diligence.opening import open_by_clock
    from alliance.actions.diligence.personal import HOLDINGS, NOBODY_IN
    from alliance.demo.parts import register_part
    from alliance.queries.diligence import due, sync
    from alliance.queries.diligence.pages import PAGES
    from alliance.queries.today import register_attention
    from foundation.clock.rounds import register_round
    from foundation.feed.resources import register
    from foundation.personal.registry import register_holding, register_nobody
    from foundation.search.pages import register_pages

    register_holding(*HOLDINGS)
    register_nobody(NOBODY_IN)
    register_round("due diligence", open_by_clock)
    register_attention(due.diligence_due)
    register_part("alliance.demo.diligence.add_diligence")
    register_pages(*PAGES)
    for resource in sync.RESOURCES:
        register(resource)
