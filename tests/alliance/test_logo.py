"""An alliance's logo: tried before it is kept, shown in its place, served to whoever has the address."""

import io
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from alliance.actions.logos import change_logo, remove_logo
from alliance.choices import Role
from alliance.emails.sender import sender_of
from alliance.models import Alliance, Membership
from foundation.uploads.pictures import read_picture
from tests.factories.alliance import MembershipFactory
from tests.foundation.test_uploads import drawing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT / "logos"


@pytest.fixture
def owner(alliance: Alliance, client: Client) -> Membership:
    membership = MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani")
    client.force_login(membership.user)
    return membership


def upload(content: bytes, name: str = "logo.png", kind: str = "image/png") -> dict[str, SimpleUploadedFile]:
    return {"logo": SimpleUploadedFile(name, content, kind)}


def with_logo(alliance: Alliance, content: bytes = b"", by: object = None) -> Alliance:
    picture = read_picture(content or drawing(), fit=(640, 256))
    return change_logo(alliance=alliance, picture=picture, by=by)


def test_a_logo_is_seen_on_the_page_before_it_is_kept(
    alliance: Alliance, owner: Membership, client: Client, files: Path
) -> None:
    page = reverse("logo", args=[alliance.slug])
    tried = client.post(page, upload(drawing("JPEG"), "logo.exe", "text/html")).content.decode()
    assert "nothing is saved yet" in tried
    assert re.search(r"It can be made out: 5\d% of it has 3:1 or more with the white it is shown on", tried)
    assert tried.count('class="monogram monogram--logo monogram--wide" src="data:image/png;base64,') == 2
    alliance.refresh_from_db()
    assert (alliance.logo, files.exists()) == (None, False)
    came_back = re.search(r'name="logo" value="([^"]+)"', tried).group(1)
    assert client.post(page, {"logo": came_back, "keep": "yes"}).status_code == 302
    alliance.refresh_from_db()
    assert (alliance.logo_width, alliance.logo_height, alliance.logo_is_wide) == (300, 120, True)
    assert [path.name for path in files.iterdir()] == [f"{alliance.logo}.png"]
    shown = client.get(reverse("settings", args=[alliance.slug])).content.decode()
    assert shown.count(f'src="/logo/{alliance.logo}.png"') == 2
    assert "Logo changed." in shown
    assert str(alliance.logo) not in shown.partition("What happened")[2]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg onload='alert(1)'/>", "An SVG can hold programs"),
        (b"%PDF-1.7", "The file is no PNG, JPEG or WebP picture"),
        (b"", "The file is empty"),
        (b"\0" * 1_000_001, "The file is 1 MB: at most 1 MB can be used."),
        (drawing()[:-60], "The picture is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(
    alliance: Alliance, owner: Membership, client: Client, content: bytes, sentence: str
) -> None:
    refused = client.post(reverse("logo", args=[alliance.slug]), upload(content))
    assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    alliance.refresh_from_db()
    assert alliance.logo is None


@pytest.mark.parametrize("forged", ["", "not base64!", "PHN2Zy8+", "iVBORw0KGgo="])
def test_what_comes_back_to_be_kept_is_judged_like_any_file(
    alliance: Alliance, owner: Membership, client: Client, forged: str
) -> None:
    refused = client.post(reverse("logo", args=[alliance.slug]), {"logo": forged, "keep": "yes"})
    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()
    alliance.refresh_from_db()
    assert alliance.logo is None


def test_a_white_logo_is_said_to_be_unseen_on_white(
    alliance: Alliance, owner: Membership, client: Client
) -> None:
    white = io.BytesIO()
    Image.new("RGBA", (120, 60), "#fffffff0").save(white, "PNG")
    tried = client.post(reverse("logo", args=[alliance.slug]), upload(white.getvalue())).content.decode()
    assert "Hardly any of it can be made out on the white it is shown on" in tried
    assert "It is 120 × 60 px: on paper it will look blurred." in tried


def test_it_is_served_to_anybody_with_the_address_and_can_do_nothing_there(alliance: Alliance) -> None:
    handle = with_logo(alliance).logo
    served = Client().get(f"/logo/{handle}.png")
    assert (served.status_code, served["Content-Type"]) == (200, "image/png")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert {"default-src 'none'", "sandbox"} <= set(served["Content-Security-Policy"].split("; "))
    assert served["Cache-Control"] == "public, max-age=31536000, immutable"
    assert served.content.startswith(b"\x89PNG")


def test_an_address_that_no_alliance_shows_is_not_found(alliance: Alliance) -> None:
    before = with_logo(alliance).logo
    with_logo(alliance, drawing("WEBP"))
    for address in (f"/logo/{before}.png", f"/logo/{uuid4()}.png", "/logo/..%2fsecret.png", "/logo/1.png"):
        assert Client().get(address).status_code == 404, address


def test_a_replaced_logo_stays_for_the_reports_that_carry_it(alliance: Alliance, files: Path) -> None:
    first, second = with_logo(alliance).logo, with_logo(alliance, drawing("WEBP")).logo
    assert {path.stem for path in files.iterdir()} == {str(first), str(second)}


def test_without_a_logo_the_initials_stand_in_its_place(
    alliance: Alliance, owner: Membership, client: Client
) -> None:
    with_logo(alliance)
    client.post(reverse("remove_logo", args=[alliance.slug]))
    page = client.get(reverse("logo", args=[alliance.slug])).content.decode()
    assert "<img" not in page
    assert '<span class="monogram" aria-hidden="true">' in page
    alliance.refresh_from_db()
    assert (alliance.logo, alliance.logo_width, alliance.logo_height) == (None, None, None)
    assert remove_logo(alliance=alliance, by=owner.user).logo is None


def test_another_alliance_keeps_its_own(
    alliance: Alliance, other_alliance: Alliance, owner: Membership, client: Client
) -> None:
    theirs = with_logo(other_alliance).logo
    page = client.get(reverse("today", args=[alliance.slug])).content.decode()
    assert str(theirs) not in page
    assert client.post(reverse("remove_logo", args=[other_alliance.slug])).status_code == 404
    other_alliance.refresh_from_db()
    assert other_alliance.logo == theirs


def test_letters_carry_the_logo_and_say_where_answers_go(
    alliance: Alliance, owner: Membership, client: Client
) -> None:
    assert sender_of(alliance).logo is None
    with_logo(alliance)
    page = reverse("replies", args=[alliance.slug])
    assert client.post(page, {"reply_to": "nobody"}).status_code == 422
    assert client.post(page, {"reply_to": "office@eastmoor.example\nBcc: x@y.example"}).status_code == 422
    assert client.post(page, {"reply_to": "office@eastmoor.example"}).status_code == 302
    alliance.refresh_from_db()
    sender = sender_of(alliance)
    assert sender.reply_to == "office@eastmoor.example"
    assert sender.logo.startswith(b"\x89PNG")
    shown = client.get(reverse("settings", args=[alliance.slug])).content.decode()
    assert "Replies to letters: nothing → office@eastmoor.example." in shown


def test_the_database_keeps_a_logo_and_its_size_together(alliance: Alliance) -> None:
    with pytest.raises(IntegrityError, match="alliance_logo_and_its_size"), transaction.atomic():
        Alliance.objects.filter(pk=alliance.pk).update(logo=uuid4())
