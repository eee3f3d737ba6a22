"""Every column that may hold a person has an entry in the registry; the trail keeps the words of none."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models

from foundation.personal import gates, registry
from foundation.personal.erasing import Delete, GoesWith
from foundation.personal.registry import Holding, holdings, register_holding, register_nobody
from foundation.personal.subject import of_user


def test_every_column_that_may_hold_a_person_is_spoken_of() -> None:
    assert gates.models_without_entry() == []


def test_no_entry_speaks_of_what_is_not_there() -> None:
    assert gates.entries_without_model() == []


@pytest.mark.django_db
def test_the_trail_keeps_the_words_of_no_personal_column() -> None:
    with connection.cursor() as cursor:
        assert gates.columns_in_the_trail(cursor) == []


def test_what_goes_with_another_entry_goes_with_one_that_there_is() -> None:
    known = {holding.model for holding in holdings()}
    wholes = {holding.erase.model for holding in holdings() if isinstance(holding.erase, GoesWith)}
    assert wholes <= known
    assert all(str(holding.erase) for holding in holdings())


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The registry with other entries for the length of a test."""

    def leave_out(label: str) -> None:
        kept = {model: entry for model, entry in registry._holdings.items() if model != label}
        monkeypatch.setattr(registry, "_holdings", kept)

    return leave_out


def test_a_model_with_a_person_and_no_entry_is_found(without: Any) -> None:
    without("alliance.Contact")
    assert gates.models_without_entry() == [
        "alliance.Contact may hold a person (name, post, email, phone, verified_by) and has no entry"
    ]


def test_a_new_column_of_a_model_that_has_an_entry_is_found(without: Any) -> None:
    without("alliance.Engagement")
    register_holding(Holding("alliance.Engagement", "Engagements", {}, of_user(), Delete()))
    assert gates.models_without_entry() == [
        "alliance.Engagement.description may hold a person, and its entry leaves it out"
    ]


def test_an_entry_for_a_column_that_was_renamed_is_found(without: Any) -> None:
    without("alliance.Engagement")
    register_holding(
        Holding(
            "alliance.Engagement", "Engagements", {}, of_user(), Delete(), redact=("description", "words")
        )
    )
    assert gates.entries_without_model() == ["alliance.Engagement has no words"]


def test_an_entry_for_text_that_the_trail_keeps_is_found(without: Any, db: None) -> None:
    without("alliance.Partner")
    register_holding(
        Holding("alliance.Partner", "Partners", {}, of_user(), Delete(), redact=("name", "left_because"))
    )
    with connection.cursor() as cursor:
        assert gates.columns_in_the_trail(cursor) == [
            "alliance_partner.name is personal, and the trail keeps it"
        ]


def test_a_model_has_one_entry() -> None:
    with pytest.raises(ValueError, match="has an entry already"):
        register_nobody({"alliance.Person": "Nobody is in it."})
    with pytest.raises(ValueError, match="has an entry already"):
        register_holding(Holding("alliance.Person", "Again", {}, of_user(), Delete()))


def test_which_columns_may_hold_a_person() -> None:
    class Telling(models.Model):
        kind = models.CharField(max_length=300, choices=[("a", "A")])
        code = models.CharField(max_length=20)
        phone = models.CharField(max_length=20)
        words = models.TextField()
        count = models.IntegerField()
        user = models.ForeignKey("alliance.User", on_delete=models.CASCADE, related_name="+")
        school = models.ForeignKey("alliance.School", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "unregistered"
            managed = False

    try:
        assert gates.telling_columns(Telling) == ["phone", "words", "user"]
    finally:
        Telling._meta.apps.all_models.pop("unregistered")
