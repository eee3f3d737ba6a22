"""The PDF of an agreement: tagged, with both signatures and the check code that the page shows."""

from typing import Any

import pikepdf
import pytest

from alliance.jobs import make_agreement_document
from alliance.models import AgreementDocument, Membership
from alliance.queries.agreements import AGREEMENT_DOCUMENT
from alliance.queries.agreements.record import check_code, document_of, find_agreement
from foundation.jobs.claims import claim
from foundation.jobs.models import Job
from foundation.jobs.run import Run
from foundation.pdf.text import page_texts
from tests.factories.agreements import in_force
from tests.factories.alliance import PartnerFactory
from tests.foundation.pdf.checkers import complaints

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_document_shows_what_was_agreed_and_by_whom(
    alliance: Any, lead: Membership, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    agreement = in_force(PartnerFactory(name="Fernwold Primary"), by=lead.user)
    job = Job.objects.filter(kind=AGREEMENT_DOCUMENT).latest("id")
    held = claim(job.pk, worker="a test")
    assert held is not None
    make_agreement_document(Run(held))
    found = find_agreement(lead, agreement.public_id)
    assert found is not None
    document = document_of(found)
    assert isinstance(document, AgreementDocument)
    path = tmp_path / document.path
    with pikepdf.open(path) as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "en-GB"
        assert made.docinfo["/Title"] == "Partnership agreement, Fernwold Primary"
    assert complaints(path) == []
    said = " ".join(page_texts(path))
    for words in ("We work together.", "Host two trainees", "£1,850.00", "Hana Reyes", "Priya Nandwani"):
        assert words in said
    code = document.digest[:16]
    assert check_code(found).replace(" ", "") == code
    assert code in said.replace(" ", "")
    assert f"/p/{alliance.slug}/check/{code}/" in "".join(said.split())
