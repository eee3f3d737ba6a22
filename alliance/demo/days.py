"""The last days in the demo alliance: what its people did through the portal, for the trail to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.utils import timezone

from alliance.actions.contacts import ContactDetails, add_contact, verify_contact
from alliance.actions.engagements import record_engagement
from alliance.choices import Role, Strand
from alliance.demo.people import make_operator
from alliance.models import Contact, Membership, Partner, School, SupportEntry, User
from alliance.models.support_entry import LENGTH
from foundation.tenancy.scope import acting_within


class Days:
    """Acts as the members of one alliance, each doing what is their job."""

    def __init__(self, members: list[Membership], today: date) -> None:
        self.alliance = members[0].alliance
        self.users = {role: member.user for member in members for role in member.roles}
        self.partners = {partner.name: partner for partner in Partner.objects.select_related("school")}
        self.today = today

    def live(self) -> None:
        """An operator's visit, two engagements, two contacts verified, one added: from below as they show."""
        self.was_helped(days=6)
        with self.acting(Role.SUPPORT_LEAD) as user:
            self.took_part("Saltscar Academy", Strand.SUPPORT, "SLE visit: behaviour", days=4, by=user)
        with self.acting(Role.ADMINISTRATOR) as user:
            self.verify("Fernwold Infant School", by=user)
        with self.acting(Role.CPD_LEAD) as user:
            self.took_part("Foxdale Junior School", Strand.CPD, "Reading fluency network", days=1, by=user)
        with self.acting(Role.PARTNER_CONTACT) as user:
            self.verify("Brackenwick High School", by=user)
        with self.acting(Role.ADMINISTRATOR) as user:
            noor = ContactDetails(
                "Noor Winstanley", "Deputy headteacher", "noor.winstanley@cawthwaite.example"
            )
            add_contact(partner=self.partners["Cawthwaite High School"], details=noor, by=user)

    @contextmanager
    def acting(self, role: Role) -> Iterator[User]:
        """As the last member with this role."""
        user = self.users[role]
        with acting_within(self.alliance, user=user):
            yield user

    def took_part(self, partner: str, strand: Strand, what: str, *, days: int, by: User) -> None:
        """So many days ago."""
        school = School.objects.get(name=partner)
        day = self.today - timedelta(days=days)
        record_engagement(school=school, strand=strand, took_part_on=day, description=what, by=by)

    def verify(self, partner: str, *, by: User) -> None:
        """The main contact, asked today."""
        verify_contact(contact=Contact.objects.get(partner=self.partners[partner], is_main=True), by=by)

    def was_helped(self, *, days: int) -> None:
        """An operator was in for twelve minutes, so many days ago."""
        started = timezone.now() - timedelta(days=days)
        operator = make_operator("eastmoor.example")
        with acting_within(self.alliance, user=operator):
            SupportEntry.objects.create(
                operator=operator,
                reason="Owen Birtles wrote that the map shows no partner in Larkfield",
                started_at=started,
                ends_at=started + LENGTH,
                left_at=started + timedelta(minutes=12),
                ended_by=operator,
            )
