"""People of partners, all invented."""

from datetime import date, timedelta
from uuid import UUID

import factory
from django.utils import timezone

from alliance.actions.roster.merging import merge_people
from alliance.models import Employment, Partner, Person, SubjectAccess
from tests.factories.alliance import PartnerFactory, UserFactory


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


def people_at(partner: Partner, name: str) -> dict[str, UUID]:
    """Two who may be one, a merge of a third, a copy of personal data, all at one partner and called `name`:
    their public ids by what addresses call them.
    """
    one = EmploymentFactory(
        person__family_name=name,
        person__email=f"{name}@staff.example",
        partner=partner,
        reference=f"{name}-1",
    )
    two = EmploymentFactory(person__family_name=name, person__email="", partner=partner)
    now = timezone.now()
    copy = SubjectAccess.objects.create(
        person=one.person, made_at=now, expires_at=now + timedelta(days=7), archive=name.encode()
    )
    merge = merge_people(kept=one.person, other=PersonFactory(family_name=name), by=UserFactory())
    return {
        "reference": one.reference,
        "person_id": one.person.public_id,
        "other_id": two.person.public_id,
        "employment_id": one.public_id,
        "copy_id": copy.public_id,
        "merge_id": merge.public_id,
    }
