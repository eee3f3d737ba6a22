"""Reviews of partners, their checks and actions."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone

from alliance.choices import CheckState, DiligenceState
from alliance.models import DiligenceAction, DiligenceCheck, DiligenceReview
from tests.factories.alliance import PartnerFactory, UserFactory


class ReviewFactory(factory.django.DjangoModelFactory):
    """A review that is due; `begun=True` has somebody begin it."""

    class Meta:
        model = DiligenceReview
        skip_postgeneration_save = True

    partner = factory.SubFactory(PartnerFactory)
    due_on = date(2026, 12, 18)
    triggers = factory.LazyFunction(
        lambda: [{"because": "new", "on": "2026-09-01", "before": "", "after": ""}]
    )

    @factory.post_generation
    def begun(self, create: bool, extracted: bool, **kwargs: Any) -> None:
        if extracted:
            self.state, self.started_at = DiligenceState.IN_PROGRESS, timezone.now()
            self.started_by = UserFactory()
            self.save()


class CheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DiligenceCheck

    review = factory.SubFactory(ReviewFactory, begun=True)
    position = factory.Sequence(lambda n: n % 30_000)
    code = "safeguarding"
    title = "Safeguarding"
    state = CheckState.MET
    evidence = "Policy of September seen"
    answered_at = factory.LazyFunction(timezone.now)
    answered_by = factory.SubFactory(UserFactory)


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DiligenceAction

    review = factory.SubFactory(ReviewFactory, begun=True)
    what = "Send the three-year plan"
    owner = factory.SubFactory(UserFactory)
    due_on = date(2026, 12, 31)
