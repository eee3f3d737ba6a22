"""Rows about how the alliance grows."""

from datetime import timedelta

import factory
from django.utils import timezone

from alliance.choices import BoardAnswer, Organisation, ProspectStage
from alliance.models import Assessment, BoardDecision, Criterion, Priority, Prospect, Rubric
from tests.factories.alliance import SchoolFactory, UserFactory


class PriorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Priority

    name = factory.Sequence(lambda n: f"Every child reads by {n}")


class ProspectFactory(factory.django.DjangoModelFactory):
    """`days` is how long it has been in its stage, the first or the second, by the calendar."""

    class Meta:
        model = Prospect

    class Params:
        days = 0

    organisation = Organisation.SCHOOL
    school = factory.SubFactory(SchoolFactory)
    name = factory.LazyAttribute(lambda prospect: prospect.school.name)
    stage = ProspectStage.PROSPECT
    stage_since = factory.LazyAttribute(lambda prospect: timezone.localtime() - timedelta(days=prospect.days))


class RubricFactory(factory.django.DjangoModelFactory):
    """The latest version, with two criteria: 3 and 1."""

    class Meta:
        model = Rubric
        django_get_or_create = ("number",)
        skip_postgeneration_save = True

    number = 1

    @factory.post_generation
    def criteria(self: Rubric, create: bool, extracted: object, **_: object) -> None:
        if not self.criteria.exists():
            for position, (name, weight) in enumerate((("Values", 3), ("Capacity", 1)), start=1):
                Criterion.objects.create(rubric=self, name=name, weight=weight, position=position)


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    prospect = factory.SubFactory(ProspectFactory)
    rubric = factory.SubFactory(RubricFactory)
    assessor = factory.SubFactory(UserFactory)


def approved(prospect: Prospect) -> Prospect:
    """A prospect that the board has approved, with nobody's assessment."""
    prospect = at_stage(prospect, ProspectStage.BOARD_DECISION)
    BoardDecision.objects.create(
        prospect=prospect,
        answer=BoardAnswer.APPROVE,
        decided_on=timezone.localdate(),
        minute="Board, item 6",
        recorded_by=UserFactory(),
    )
    return prospect


def at_stage(prospect: Prospect, stage: ProspectStage, *, days: int = 0) -> Prospect:
    """Walk a prospect through the stages to one before onboarding, where it has been for so many days."""
    stages = list(ProspectStage)
    for step in stages[stages.index(ProspectStage(prospect.stage)) + 1 : stages.index(stage) + 1]:
        prospect.stage, prospect.stage_since = step, timezone.localtime() - timedelta(days=days)
        prospect.save()
    return prospect
