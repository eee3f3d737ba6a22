"""What the alliance keeps about a partner."""

from datetime import date

import factory
from django.utils import timezone

from alliance.choices import (
    Direction,
    EvidenceKind,
    ExchangeKind,
    Framework,
    HostingAppetite,
    SpecialismKind,
)
from alliance.models import Evidence, Exchange, HostingPreference, Inspection, Specialism
from tests.factories.alliance import PartnerFactory


class SpecialismFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Specialism

    partner = factory.SubFactory(PartnerFactory)
    kind = SpecialismKind.SUBJECT
    area = "mathematics"
    proof = "Designated maths hub"
    awarded_on = date(2024, 9, 2)


class InspectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Inspection

    partner = factory.SubFactory(PartnerFactory)
    inspected_on = date(2023, 3, 14)
    framework = Framework.OVERALL
    grades = factory.LazyFunction(lambda: {"overall": "2"})
    source = "Ofsted report"


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    partner = factory.SubFactory(PartnerFactory)
    kind = EvidenceKind.MEASURE
    academic_year = 2025
    what = factory.Sequence(lambda n: f"Attainment {n}")
    figure = "48.1"
    source = "Compare school performance"
    source_on = date(2026, 10, 20)


class HostingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HostingPreference

    partner = factory.SubFactory(PartnerFactory)
    appetite = HostingAppetite.LOOKING
    verified_at = factory.LazyFunction(timezone.now)


class ExchangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exchange

    partner = factory.SubFactory(PartnerFactory)
    direction = Direction.GIVES
    kind = ExchangeKind.VENUE_DAYS
    quantity = 1
    happened_on = factory.LazyFunction(timezone.localdate)
    what = "Hall for the maths conference"
