"""Rows about how the alliance grows."""

from datetime import timedelta

import factory
from django.utils import timezone

from alliance.choices import Organisation, ProspectStage
from alliance.models import Priority, Prospect
from tests.factories.alliance import SchoolFactory


class PriorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Priority

    name = factory.Sequence(lambda n: f"Every child reads by {n}")


class ProspectFactory(factory.django.DjangoModelFactory):
    """`days` is how long it has been in its stage, the first or the second."""

    class Meta:
        model = Prospect

    class Params:
        days = 0

    organisation = Organisation.SCHOOL
    school = factory.SubFactory(SchoolFactory)
    name = factory.LazyAttribute(lambda prospect: prospect.school.name)
    stage = ProspectStage.PROSPECT
    stage_since = factory.LazyAttribute(lambda prospect: timezone.now() - timedelta(days=prospect.days))


def at_stage(prospect: Prospect, stage: ProspectStage, *, days: int = 0) -> Prospect:
    """Walk a prospect through the stages to one before onboarding, where it has been for so many days."""
    stages = list(ProspectStage)
    for step in stages[stages.index(ProspectStage(prospect.stage)) + 1 : stages.index(stage) + 1]:
        prospect.stage, prospect.stage_since = step, timezone.now() - timedelta(days=days)
        prospect.save()
    return prospect
