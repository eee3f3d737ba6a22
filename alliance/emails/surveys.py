"""The letters that ask somebody to answer a survey, and remind them."""

from alliance.choices import SurveyLetter, SurveyMode
from alliance.emails.sender import sender_of
from alliance.models import Alliance, SurveyInvitation
from alliance.queries.feedback.links import answer_path, stop_path
from foundation import words
from foundation.emails.blocks import Block, Button, Heading, Paragraph
from foundation.emails.letter import Letter, portal_address

PROMISES = {
    SurveyMode.ANONYMOUS: "It is anonymous: nobody can tell which answers are yours.",
    SurveyMode.CONFIDENTIAL: "It is confidential: only results of five or more people are shown.",
    SurveyMode.NAMED: "Your name stands beside your answers, for the people who run the survey.",
}


def survey_letter(invitation: SurveyInvitation, alliance: Alliance) -> Letter:
    """What is asked, until when, and what becomes of it; as a reminder also that it is one."""
    survey = invitation.survey
    is_reminder = invitation.letter == SurveyLetter.REMINDER
    until = f"You can answer until {words.day(survey.closes_on)}, without logging in."
    first: list[Block] = [Paragraph(survey.welcome)] if survey.welcome and not is_reminder else []
    if is_reminder:
        first = [Paragraph(f"You have not answered {survey.title} yet. It takes a few minutes.")]
    return Letter(
        to=invitation.email,
        subject=f"{'Reminder: ' if is_reminder else ''}{survey.title}",
        blocks=(
            Heading(survey.title),
            *first,
            Paragraph(f"{until} {PROMISES[SurveyMode(survey.mode)]}"),
            Button("Answer", portal_address(answer_path(invitation, alliance.slug))),
            Paragraph("The link is yours alone and works once: please do not pass it on."),
        ),
        why=f"You get this because {alliance} asks {invitation.name} for their view.",
        sender=sender_of(alliance),
        change=portal_address(stop_path(invitation, alliance.slug)),
    )
