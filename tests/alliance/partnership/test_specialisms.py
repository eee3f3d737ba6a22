"""What a partner is a specialist in, until when it counts, and what happens when nothing proves it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance.actions.partnership.specialisms import SpecialismDetails, add_specialism, update_specialism
from alliance.choices import PartnerKind, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import Partner, Specialism
from alliance.queries.partner_filters import PartnerFilters, narrowed
from alliance.queries.partners_due import partners_due
from foundation.audit.models import AuditEvent
from foundation.refusal import ChangedMeanwhile, Refused
from tests.api_client import system_of
from tests.factories.alliance import MembershipFactory, PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.partnership import SpecialismFactory

pytestmark = pytest.mark.django_db
MATHS = SpecialismDetails("subject", "mathematics", "Maths hub letter", date(2025, 9, 2))


def specialist(**about: Any) -> Partner:
    """A partner that is a specialist school this year."""
    partner = PartnerFactory(**about)
    year = AcademicYear.for_date(timezone.localdate()).start
    PartnerRoleFactory(partner=partner, kind=PartnerKind.SPECIALIST_SCHOOL, academic_year=year)
    return partner


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def test_a_specialism_has_its_proof_and_its_trail(alliance: Any) -> None:
    partner = PartnerFactory()
    made = add_specialism(partner=partner, details=MATHS, by=UserFactory())
    events = AuditEvent.objects.filter(table="alliance_specialism", row_id=made.pk)
    assert (made.name, [event.action for event in events]) == ("Mathematics", ["I"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"area": "alchemy"}, "area"),
        ({"kind": "sen_type"}, "area"),
        ({"awarded_on": date(2999, 1, 1)}, "awarded_on"),
        ({"expires_on": date(2025, 9, 2)}, "expires_on"),
    ],
)
def test_a_specialism_that_will_not_do_is_refused(alliance: Any, changes: dict, field: str) -> None:
    details = SpecialismDetails(**{**MATHS.__dict__, **changes})
    with pytest.raises(Refused) as refusal:
        add_specialism(partner=PartnerFactory(), details=details, by=UserFactory())
    assert (refusal.value.field, Specialism.objects.count()) == (field, 0)


def test_the_same_award_is_entered_once(alliance: Any) -> None:
    partner = PartnerFactory()
    add_specialism(partner=partner, details=MATHS, by=UserFactory())
    with pytest.raises(Refused, match="is there already"):
        add_specialism(partner=partner, details=MATHS, by=UserFactory())


def test_the_database_wants_a_proof(alliance: Any) -> None:
    with pytest.raises(IntegrityError, match="specialism_proved"), transaction.atomic():
        SpecialismFactory(proof="")


def test_the_second_of_two_editors_is_told(alliance: Any) -> None:
    specialism = SpecialismFactory()
    update_specialism(specialism=specialism, version=1, details=MATHS, by=UserFactory())
    with pytest.raises(ChangedMeanwhile):
        update_specialism(specialism=specialism, version=1, details=MATHS, by=UserFactory())


def test_a_specialist_school_without_a_current_one_is_found(alliance: Any) -> None:
    today = timezone.localdate()
    bare, lapsed, proved, no_specialist = specialist(), specialist(), specialist(), PartnerFactory()
    SpecialismFactory(partner=lapsed, expires_on=today - timedelta(days=1))
    SpecialismFactory(partner=proved, expires_on=today)
    SpecialismFactory(partner=no_specialist)
    every = Partner.objects.all()
    found = {
        name: set(narrowed(every, PartnerFilters(specialism=name), today=today))
        for name in ("unevidenced", "evidenced")
    }
    assert found == {"unevidenced": {bare, lapsed}, "evidenced": {proved, no_specialist}}


def test_the_list_is_narrowed_by_its_address(alliance: Any, sign_in: Any) -> None:
    bare, _ = specialist(), PartnerFactory()
    page, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    answer = page.get(reverse("partners", args=[alliance.slug]), {"specialism": "unevidenced"})
    said = answer.content.decode()
    assert (answer.context["counts"].matching, bare.name in said) == (1, True)
    assert [(chip.label, chip.value) for chip in answer.context["chips"]][-1] == (
        "Specialism",
        "Not evidenced",
    )


def test_today_and_the_record_say_that_a_specialism_is_not_evidenced(alliance: Any, sign_in: Any) -> None:
    partner = specialist()
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    member = MembershipFactory(alliance=alliance)
    said = [due.title for due in partners_due(member, timezone.localdate())]
    assert "1 partner is a specialist school without evidence of it" in said
    record = page.get(address(partner, "partner")).content.decode()
    assert record.count("Specialism not evidenced") == 1
    SpecialismFactory(partner=partner)
    said = [due.title for due in partners_due(member, timezone.localdate())]
    assert "1 partner is a specialist school without evidence of it" not in said
    assert "Mathematics" in page.get(address(partner, "partner")).content.decode()


def test_staff_add_edit_and_remove_a_specialism(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    page, _ = sign_in(alliance, Role.ITT_LEAD)
    given = {"area": "sen_type:asd", "proof": "Autism accreditation", "awarded_on": "2/9/25"}
    assert page.post(address(partner, "add_specialism"), given).status_code == 302
    made = Specialism.objects.get()
    changed = {**given, "expires_on": "31/8/2028", "version": made.version}
    assert page.post(address(partner, "edit_specialism", made.public_id), changed).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.expires_on) == ("Autistic spectrum disorder", date(2028, 8, 31))
    assert page.post(address(partner, "remove_specialism", made.public_id)).status_code == 302
    assert Specialism.objects.count() == 0


def test_a_contact_reads_their_own_schools_specialisms_and_changes_none(alliance: Any, sign_in: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    mine = SpecialismFactory(partner=own, proof="Our own letter")
    SpecialismFactory(partner=other, proof="Canary letter")
    page, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    said = page.get(address(own, "partner_evidence")).content.decode()
    assert ("Our own letter" in said, "Add a specialism" in said) == (True, False)
    assert page.get(address(other, "partner_evidence")).status_code == 404
    assert page.get(address(own, "edit_specialism", mine.public_id)).status_code == 403


def test_a_partners_system_reads_its_own_specialisms_alone(alliance: Any) -> None:
    own = PartnerFactory()
    mine = SpecialismFactory(partner=own)
    SpecialismFactory(partner=PartnerFactory(), proof="Canary letter")
    listed = system_of(own).objects("specialisms")
    assert [(row["id"], row["area"], row["proof"]) for row in listed] == [
        (str(mine.public_id), "mathematics", "Designated maths hub")
    ]
