"""What was answered; and where the answers of an anonymous survey wait until it closes.

docs/adr/0025-anonymous-answers.md says why nobody can tell whose they are.
"""

from django.db import models
from django.db.models import Q

from alliance.choices import SurveyMode
from alliance.logic.feedback.ballots import Sheet
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned


class BallotBox(AllianceOwned):
    """All answers to one open anonymous survey, sealed together in one row.

    Each answer rewrites the whole row: what the database knows of a row (who wrote it last, where it lies)
    is known of all answers alike. It goes when the survey closes.
    """

    survey = OwnedForeignKey("alliance.Survey", on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("survey", to="alliance.Survey", name="ballot_box_survey_fk"),
            models.UniqueConstraint(fields=["alliance", "survey"], name="ballot_box_one_a_survey"),
        ]


class SurveyAnswers(AllianceOwned):
    """One sheet of answers, by the key of each item. No moment is kept.

    `group` lists what is known of the respondent; of an anonymous sheet, the several things that it may be.
    An anonymous sheet has no invitation and is nobody's: each of its answers was dealt to it by lot.
    """

    survey = OwnedForeignKey("alliance.Survey", on_delete=models.CASCADE, related_name="answers")
    mode = models.CharField(max_length=20, choices=SurveyMode.choices)
    invitation = OwnedForeignKey(
        "alliance.SurveyInvitation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    group = models.JSONField()
    answers = models.JSONField()

    class Meta(AllianceOwned.Meta):
        verbose_name = "answers"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("survey", to="alliance.Survey", name="survey_answers_survey_fk"),
            CompositeForeignKey(
                "invitation", to="alliance.SurveyInvitation", name="survey_answers_invitation_fk"
            ),
            models.UniqueConstraint(fields=["alliance", "invitation"], name="survey_answers_once"),
            models.CheckConstraint(
                condition=~Q(mode=SurveyMode.ANONYMOUS) | Q(invitation=None),
                name="survey_answers_anonymous_are_nobodys",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "survey"], name="survey_answers_of_survey")]

    @property
    def sheet(self) -> Sheet:
        group = frozenset(tuple((fact, value) for fact, value in cell) for cell in self.group)
        return Sheet(group, self.answers)

    @staticmethod
    def group_of(sheet: Sheet) -> list[list[list[str]]]:
        """As it is kept."""
        return [[[fact, value] for fact, value in cell] for cell in sorted(sheet.group)]
