"""Rows of the alliance app."""

from datetime import date

import factory

from alliance.choices import (
    Organisation,
    PartnerKind,
    Phase,
    PhaseGroup,
    Role,
    SchoolStatus,
    SecondFactor,
    Strand,
)
from alliance.models import (
    Alliance,
    Contact,
    Engagement,
    LocalAuthority,
    Membership,
    Partner,
    PartnerRole,
    School,
    User,
)

PASSWORD = "a long enough password 7"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@eastmoor.example")
    full_name = factory.Sequence(lambda n: f"Robin Person {n}")
    password = factory.django.Password(PASSWORD)


class LocalAuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalAuthority
        django_get_or_create = ("code",)

    code = "999"
    name = "Eastmoor"
    region = "North East"


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    urn = factory.Sequence(lambda n: 900_001 + n)
    name = factory.Sequence(lambda n: f"Fernwold Primary {n}")
    status = SchoolStatus.OPEN
    phase = Phase.PRIMARY
    phase_group = PhaseGroup.PRIMARY
    local_authority = factory.SubFactory(LocalAuthorityFactory)
    easting = factory.Sequence(lambda n: 445_000 + 700 * (n % 40))
    northing = factory.Sequence(lambda n: 515_000 + 900 * (n % 30))
    postcode = "TS99 1AA"
    opened_on = date(1996, 9, 1)


class AllianceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Alliance

    name = factory.Sequence(lambda n: f"Eastmoor Teaching Alliance {n}")
    slug = factory.Sequence(lambda n: f"eastmoor-{n}")
    lead_school = factory.SubFactory(SchoolFactory)
    second_factor = SecondFactor.NOBODY


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    alliance = factory.SubFactory(AllianceFactory)
    roles = factory.LazyFunction(lambda: [Role.ADMINISTRATOR])


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    organisation = Organisation.SCHOOL
    school = factory.SubFactory(SchoolFactory)
    name = factory.LazyAttribute(lambda partner: partner.school.name if partner.school else "Partner")
    joined_on = date(2024, 9, 1)


class PartnerRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartnerRole

    partner = factory.SubFactory(PartnerFactory)
    kind = PartnerKind.MEMBER
    academic_year = 2025


class EngagementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Engagement

    school = factory.SubFactory(SchoolFactory)
    strand = Strand.CPD
    took_part_on = date(2026, 2, 3)
    description = "Reading fluency network"


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Leah Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@fernwold.example")
