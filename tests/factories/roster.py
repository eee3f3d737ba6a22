"""People of partners, all invented."""

from datetime import date

import factory

from alliance.models import Employment, Person
from tests.factories.alliance import PartnerFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    given_name = "Amira"
    family_name = factory.Sequence(lambda n: f"Osgodby {n}")
    email = factory.Sequence(lambda n: f"a.osgodby{n}@fernwold.example")


class EmploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employment

    person = factory.SubFactory(PersonFactory)
    partner = factory.SubFactory(PartnerFactory)
    post = "Class teacher"
    started_on = date(2024, 9, 1)
