"""Two people write at once: which text is the new one, what is asked, and what a choice saves."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from foundation.audit.authors import Authors
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm, save_versioned
from foundation.refusal import ChangedMeanwhile

BEFORE: dict[str, Any] = {"name": "Tarn", "reason": "Reads", "kinds": ["a"], "listed": True, "day": None}
IDRIS = Authors({"name": ("Idris Bell", "Tue 3 Feb 2026, 09:38")}, ("Rosa Quill", "Mon 2 Feb 2026, 16:00"))


class Record(VersionedForm):
    name = forms.CharField(label="Name")
    reason = forms.CharField(label="Reason", required=False, widget=forms.Textarea)
    kinds = forms.MultipleChoiceField(
        label="Parts",
        choices=[("a", "Member"), ("b", "Lead"), ("c", "Hub")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    listed = forms.BooleanField(label="Listed", required=False)
    day = DayField(label="Joined", required=False)


def posted(
    now: dict[str, Any], *, version: int = 1, begun: dict[str, Any] | None = None, **mine: Any
) -> Record:
    """The form begun from `begun`, changed to `mine`, and posted to a record that is `now`."""
    opened = Record(initial={**BEFORE, **(begun or {}), "version": version})
    data = QueryDict(mutable=True)
    for name in opened.fields:
        value = mine.get(name, opened[name].initial)
        if isinstance(value, list):
            data.setlist(name, value)
        elif value not in (None, False):
            data[name] = "on" if value is True else str(value)
    for name, value in mine.items():
        if name not in opened.fields:
            data[name] = str(value)
    form = Record(data, initial={**BEFORE, **now})
    assert form.is_valid(), form.errors
    return form


class Table:
    """A record with a version, as the database keeps one."""

    def __init__(self, version: int, **now: Any) -> None:
        self.now: dict[str, Any] = {**BEFORE, **now, "version": version}
        self.before_saving: list[Callable[[], None]] = []

    def save_of(self, form: Record) -> Callable[[int], dict[str, Any]]:
        def save(version: int) -> dict[str, Any]:
            if self.before_saving:
                self.before_saving.pop()()
            if version != self.now["version"]:
                raise ChangedMeanwhile
            own = {name: form.cleaned_data[name] for name in BEFORE}
            self.now = {**own, "version": version + 1}
            return self.now

        return save

    def saved(self) -> dict[str, Any]:
        return dict(self.now)


def saved_by(form: Record, table: Table) -> dict[str, Any]:
    return save_versioned(form, table.save_of(form), table.saved)


def test_what_nobody_else_touched_is_saved() -> None:
    form = posted({"version": 1}, name="Tarnley")
    assert saved_by(form, Table(1))["name"] == "Tarnley"


def test_a_newer_version_with_the_same_fields_is_no_conflict() -> None:
    """A contact that was verified meanwhile says what it said."""
    form = posted({"version": 3}, name="Tarnley")
    assert saved_by(form, Table(3))["name"] == "Tarnley"


def test_it_is_compared_with_what_is_saved_in_that_moment_not_with_what_was_read_before() -> None:
    form, table = posted({"version": 1}, name="Mine"), Table(1)
    table.before_saving.append(lambda: table.now.update(name="Theirs", version=2))
    with pytest.raises(ChangedMeanwhile):
        saved_by(form, table)
    form.compare(IDRIS)
    assert [(found.saved, found.yours) for found in form.differences] == [("Theirs", "Mine")]


def test_each_field_tells_both_texts_who_wrote_the_other_and_when() -> None:
    now = {"name": "Theirs", "kinds": ["c", "b"], "listed": False, "version": 2}
    form = posted(now, name="Mine", day="3/2/26")
    with pytest.raises(ChangedMeanwhile):
        saved_by(form, Table(**now))
    form.compare(IDRIS)
    assert [(f.label, f.saved, f.yours, f.kept, f.who) for f in form.differences] == [
        ("Name", "Theirs", "Mine", "", "Idris Bell"),
        ("Parts", "Lead, Hub", "Member", "theirs", "Rosa Quill"),
        ("Listed", "no", "yes", "theirs", "Rosa Quill"),
        ("Joined", "nothing", "3/2/2026", "yours", ""),
    ]
    assert (form.over, form.asked) == (2, "name,kinds,listed,day")


def test_choices_save_the_text_of_either() -> None:
    now = {"name": "Theirs", "kinds": ["b", "c"], "listed": False, "version": 2}
    choices = {"keep_name": "yours", "keep_kinds": "theirs", "keep_listed": "theirs"}
    form = posted(now, name="Mine", reason="Writes", over=2, asked="name,kinds,listed", **choices)
    assert saved_by(form, Table(**now)) == {
        "name": "Mine",
        "reason": "Writes",
        "kinds": ["b", "c"],
        "listed": False,
        "day": None,
        "version": 3,
    }


@pytest.mark.parametrize("kept", [{}, {"keep_name": "nobody's"}])
def test_without_a_choice_nothing_is_saved_and_the_question_stays(kept: dict[str, str]) -> None:
    now = {"name": "Theirs", "reason": "Other", "version": 2}
    form = posted(now, name="Mine", reason="Own", over=2, asked="name,reason", keep_reason="theirs", **kept)
    with pytest.raises(ChangedMeanwhile):
        saved_by(form, Table(**now))
    form.compare(IDRIS)
    assert form.is_undecided
    assert [(f.name, f.yours, f.kept) for f in form.differences] == [
        ("name", "Mine", ""),
        ("reason", "Own", "theirs"),
    ]


def test_a_third_text_after_the_choice_is_asked_about_again() -> None:
    now = {"name": "Third", "version": 3}
    form = posted(now, name="Mine", over=2, asked="name", keep_name="yours")
    with pytest.raises(ChangedMeanwhile):
        saved_by(form, Table(**now))
    form.compare(IDRIS)
    assert [(f.saved, f.yours) for f in form.differences] == [("Third", "Mine")]


@pytest.mark.parametrize("seen", ["", "x", "[]", "null", '{"name": 7}', '{"name": null}'])
def test_a_form_that_does_not_tell_what_it_began_from_is_asked_about_every_field(seen: str) -> None:
    now = {"name": "Theirs", "version": 2}
    form = posted(now, name="Mine", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        saved_by(form, Table(**now))
    form.compare(IDRIS)
    assert [(f.name, f.kept) for f in form.differences] == [("name", "")]


def test_line_breaks_are_the_same_however_a_browser_sends_them() -> None:
    assert (
        saved_by(
            posted({"reason": "One\nTwo", "version": 2}, begun={"reason": "One\r\nTwo"}, name="Mine"),
            Table(2, reason="One\nTwo"),
        )["name"]
        == "Mine"
    )


def test_what_was_seen_is_what_was_drawn() -> None:
    form = Record(initial={**BEFORE, "version": 1})
    assert json.loads(form["seen"].initial) == {
        "name": ["Tarn"],
        "reason": ["Reads"],
        "kinds": ["a"],
        "listed": ["on"],
        "day": [],
    }
