"""School facts."""

from decimal import Decimal

import factory

from alliance.choices import FactSource, FigureState
from alliance.models import PupilMeasure, WorkforceSnapshot
from tests.factories.alliance import PartnerFactory


class WorkforceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkforceSnapshot

    partner = factory.SubFactory(PartnerFactory)
    source = FactSource.SCHOOL
    stands = True
    census_year = 2025
    teachers = 40
    stayed = 34
    moved_within = 2
    moved_elsewhere = 1
    left = 2
    unknown = 1


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PupilMeasure

    partner = factory.SubFactory(PartnerFactory)
    source = FactSource.SCHOOL
    stands = True
    academic_year = 2025
    measure = "ks2_rwm_expected"
    pupil_group = "all"
    cohort = 30
    state = FigureState.VALUE
    value = Decimal("63.00")
