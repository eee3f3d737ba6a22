"""The life of a survey: drafted, opened to the people asked, reminded of, closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.boxes import count_out, place_box
from alliance.actions.feedback.documents import drop_documents_beside
from alliance.choices import SurveyLetter, SurveyMode, SurveyState
from alliance.logic.feedback.questionnaire import why_not_ready
from alliance.logic.feedback.reminders import is_due, may_remind
from alliance.logic.feedback.suppression import FEWEST
from alliance.models import Survey, SurveyInvitation, SurveyPartner, SurveyTemplate, TemplateVersion, User
from alliance.queries.feedback.audiences import Asked, audience_named, people_of
from alliance.queries.feedback.templates import latest_version
from foundation import words
from foundation.jobs.queue import enqueue
from foundation.refusal import Refused

LETTERS = "survey_letters"
"""The job that writes the letters of one survey."""
LONGEST = timedelta(days=120)
"""From opening to the last day: what is answered later is about something else."""


@dataclass(frozen=True)
class SurveyPlan:
    """What the form of a survey holds."""

    title: str
    mode: str
    audience: str
    closes_on: date
    welcome: str = ""
    reminds: bool = True


@transaction.atomic
def draft_survey(
    *, template: SurveyTemplate, plan: SurveyPlan, by: User | None, occasion: str = ""
) -> Survey:
    """A survey that nobody has been asked to answer yet."""
    _check(plan)
    survey = Survey(version=latest_version(template), owner=by, occasion=occasion)
    return _write(survey, plan)


@transaction.atomic
def change_survey(*, survey: Survey, plan: SurveyPlan, by: User) -> Survey:
    """Of a draft everything can be changed; of one that is open, the last day, and only to a later one."""
    survey = locked_survey(survey)
    if survey.state == SurveyState.CLOSED:
        raise Refused("This survey has closed: its figures stay as they are. Start a new one.")
    _check(plan)
    if survey.state == SurveyState.DRAFT:
        return _write(survey, plan)
    if plan.closes_on < survey.closes_on:
        raise Refused(
            "People were told a later day. Close the survey by hand if it has to end sooner.",
            field="closes_on",
        )
    _check_length(survey.opened_on or timezone.localdate(), plan.closes_on)
    survey.closes_on, survey.reminds = plan.closes_on, plan.reminds
    survey.save()
    return survey


@transaction.atomic
def remove_draft(*, survey: Survey, by: User) -> None:
    survey = locked_survey(survey)
    if survey.state != SurveyState.DRAFT:
        raise Refused("People have been asked already: close the survey instead.")
    survey.delete()


@transaction.atomic
def open_survey(*, survey: Survey, by: User | None) -> Survey:
    """Ask everybody of its audience. The letters leave in the background; the questions stay as they are."""
    survey = locked_survey(survey)
    audience = audience_named(survey.audience)
    if audience is None:
        raise Refused("The people this survey was meant for can no longer be found. Choose others.")
    return _open(survey, people_of(audience))


@transaction.atomic
def open_for(*, survey: Survey, people: list[Asked], by: User | None) -> Survey:
    """The same for people that an occasion names, such as those who came to a course session."""
    return _open(locked_survey(survey), people)


@transaction.atomic
def remind(*, survey: Survey, by: User | None) -> int:
    """Write again to those who have not answered and want to hear of it; how many that are."""
    survey, today = locked_survey(survey), timezone.localdate()
    if not survey.takes_answers(today):
        raise Refused("This survey takes no answers any more: there is nothing to remind of.")
    due = [row.pk for row in _to_remind(survey) if may_remind(_last_on(row), today)]
    if not due:
        raise Refused(
            "Everybody who has not answered had a letter in the last three days, wants no more of them, or is"
            " of a partner that left."
        )
    return _remind(survey, due)


@transaction.atomic
def remind_when_due(*, survey: Survey, today: date) -> int:
    """The reminders that go by themselves: a week after it opened, and before it closes."""
    survey = locked_survey(survey)
    if not survey.reminds or survey.opened_on is None or not survey.takes_answers(today):
        return 0
    days = {"opened_on": survey.opened_on, "closes_on": survey.closes_on, "today": today}
    due = [row.pk for row in _to_remind(survey) if is_due(**days, last_on=_last_on(row))]
    return _remind(survey, due) if due else 0


@transaction.atomic
def stop_reminders(*, invitation: SurveyInvitation) -> None:
    """This person hears no more of this survey; the link still works."""
    SurveyInvitation.objects.filter(pk=invitation.pk).update(wants_no_reminders=True)
    SurveyInvitation.objects.filter(pk=invitation.pk, letter=SurveyLetter.REMINDER).update(
        letter=SurveyLetter.NOTHING
    )


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """Take no more answers, and make the results. What was anonymous is counted out of its box here."""
    survey = locked_survey(survey)
    if survey.state != SurveyState.OPEN:
        raise Refused("Only a survey that is open can be closed.")
    if survey.is_anonymous:
        count_out(survey)
    # One at a time, so that runs which are counted together come in the order in which they closed.
    SurveyTemplate.objects.select_for_update(no_key=True).get(pk=survey.version.template_id)
    asked = SurveyInvitation.objects.filter(survey=survey)
    asked.unsent().update(letter=SurveyLetter.NOTHING)
    survey.answered = asked.filter(answered=True).count()
    survey.state, survey.closed_at = SurveyState.CLOSED, timezone.now()
    survey.save()
    drop_documents_beside(survey)
    return survey


def locked_survey(survey: Survey) -> Survey:
    """First of all that is locked, so that answering and closing wait for each other."""
    found = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("version")
    return found.get(pk=survey.pk)


def _open(survey: Survey, people: list[Asked]) -> Survey:
    today = timezone.localdate()
    if survey.state != SurveyState.DRAFT:
        raise Refused("This survey has been opened already.")
    if reason := why_not_ready(survey.version.questionnaire):
        raise Refused(reason)
    if survey.closes_on <= today:
        raise Refused("The last day has to lie ahead. Give people a week or two.", field="closes_on")
    _check_length(today, survey.closes_on)
    if not people:
        raise Refused("There is nobody to ask: none of these people has an e-mail address.")
    if survey.mode != SurveyMode.NAMED and len(people) < FEWEST:
        raise Refused(
            f"This would ask {words.counted(len(people), 'person', 'people')}, and what fewer than five"
            " answer is never shown. Ask more people, or choose “Named” and say so."
        )
    TemplateVersion.objects.filter(pk=survey.version_id).update(used=True)
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(
            survey=survey,
            name=person.name[:150],
            email=person.email.lower(),
            partner_id=person.partner_id,
            facts=person.facts,
        )
        for person in people
    )
    partners = sorted({person.partner_id for person in people if person.partner_id is not None})
    SurveyPartner.objects.bulk_create(SurveyPartner(survey=survey, partner_id=each) for each in partners)
    survey.state, survey.opened_on = SurveyState.OPEN, today
    survey.save()
    if survey.is_anonymous:
        place_box(survey)
    enqueue(LETTERS, alliance=survey.alliance_id, subject=survey.pk)
    return survey


def _check(plan: SurveyPlan) -> None:
    if audience_named(plan.audience) is None:
        raise Refused("Choose whom to ask.", field="audience")


def _check_length(opened_on: date, closes_on: date) -> None:
    if closes_on - opened_on > LONGEST:
        raise Refused(
            f"A survey is open for {LONGEST.days} days at most. Choose an earlier last day.",
            field="closes_on",
        )


def _write(survey: Survey, plan: SurveyPlan) -> Survey:
    survey.title, survey.welcome, survey.mode = plan.title, plan.welcome, plan.mode
    survey.audience, survey.closes_on, survey.reminds = plan.audience, plan.closes_on, plan.reminds
    survey.save()
    return survey


def _to_remind(survey: Survey) -> list[SurveyInvitation]:
    """Those who had a letter, have not answered, and have not said that they want no more."""
    waiting = SurveyInvitation.objects.waiting().reached().filter(survey=survey, letter="")
    return list(waiting.filter(wants_no_reminders=False).exclude(asked_on=None))


def _last_on(invitation: SurveyInvitation) -> date | None:
    return invitation.reminded_on or invitation.asked_on


def _remind(survey: Survey, ids: list[int]) -> int:
    count: int = SurveyInvitation.objects.filter(pk__in=ids).update(letter=SurveyLetter.REMINDER)
    enqueue(LETTERS, alliance=survey.alliance_id, subject=survey.pk)
    return count
