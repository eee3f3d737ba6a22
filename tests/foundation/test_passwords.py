"""A password that somebody with patience could guess is refused, and the person is told why."""

import pytest
from django.core.exceptions import ValidationError

from alliance.models import User
from foundation.accounts.passwords import GuessableValidator, familiar
from foundation.accounts.sealing import seal, unseal
from tests.factories.alliance import AllianceFactory, MembershipFactory, SchoolFactory


def refusal(password: str, user: User | None = None) -> str:
    """The sentence the person reads; "" when the password is accepted."""
    try:
        GuessableValidator().validate(password, user)
    except ValidationError as error:
        return error.messages[0]
    return ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("password1234", "it is built on one of the most used passwords"),
        ("telechargement", "it is built on one of the most used passwords"),
        ("aaaaaaaaaaaaaaaa", "the same characters come again and again"),
        ("abcdefghijklmnop", "its characters follow one another"),
        ("qwertyuiop[]", "its keys lie in a row"),
        ("ilovemyschool", "it is made of common words or names"),
        ("curriculum-2026", "it is built from your name, your address, your schools or words of the trade"),
    ],
)
def test_what_people_always_choose_is_refused_with_the_reason(password: str, reason: str) -> None:
    assert refusal(password) == (
        f"This password is easy to guess: {reason}. "
        "Use four words that have nothing to do with each other or with you."
    )


@pytest.mark.parametrize(
    "password",
    ["orbit velvet candle mosaic", "gT7#vq9!LmZ2", "correct horse battery staple", "x" * 3 + "ö9Fj!pLq2w"],
)
def test_what_nobody_would_guess_is_accepted(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.django_db
def test_the_names_others_know_count_as_known() -> None:
    user = MembershipFactory(
        user__full_name="Wilhelmina Oakenshott",
        alliance=AllianceFactory(name="Tarnley Ridge", lead_school=SchoolFactory(name="Fernwoldham Academy")),
    ).user
    for password in ("Oakenshott!1", "tarnleyridge99", "fernwoldham26!"):
        assert refusal(password) == "", "unknown to somebody else, so the next line means something"
        assert refusal(password, user).startswith("This password is easy to guess")


def test_a_very_long_password_is_judged_in_time_and_accepted() -> None:
    assert refusal("orbit velvet candle mosaic " * 100) == ""


def test_familiar_words_are_lower_case_and_longer_than_two_letters() -> None:
    assert familiar(["Jo St. Mary-Ann", "jo@x.example"]) == ["mary", "ann", "maryann", "example"]


def test_a_sealed_secret_opens_for_its_own_purpose_only() -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", purpose="second factor")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert unseal(sealed, purpose="second factor") == "JBSWY3DPEHPK3PXP"
    with pytest.raises(Exception, match=r"^$"):
        unseal(sealed, purpose="another")


def test_a_secret_sealed_under_the_former_key_still_opens(settings: object) -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", purpose="second factor")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key"
    assert unseal(sealed, purpose="second factor") == "JBSWY3DPEHPK3PXP"
