"""Forms are drawn in GOV.UK order: label, hint, error, field, under a summary that links to each."""

import re

from django import forms

from foundation.forms.widgets import Autocomplete


class Enrolment(forms.Form):
    name = forms.CharField(help_text="As on the register")
    kind = forms.ChoiceField(choices=[("a", "Member"), ("b", "Strategic")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        choices=[("x", "Courses"), ("y", "Placements")], widget=forms.CheckboxSelectMultiple
    )
    phase = forms.ChoiceField(choices=[("", "Choose one"), ("p", "Primary")])
    told = forms.BooleanField(label="The head has agreed")
    notes = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.CharField(error_messages={"required": "Enter the day, such as 1/9/26"})

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "nobody":
            raise forms.ValidationError("This school is a partner already")


def positions(drawn: str, *parts: str) -> list[int]:
    return [drawn.index(part) for part in parts]


def test_label_hint_error_field_in_this_order() -> None:
    drawn = str(Enrolment({})["name"].as_field_group())
    order = positions(drawn, 'for="id_name"', 'id="id_name_hint"', 'id="id_name_error"', 'name="name"')
    assert order == sorted(order)


def test_the_field_is_described_by_its_hint_and_then_its_error() -> None:
    assert 'aria-describedby="id_name_hint id_name_error"' in str(Enrolment({})["name"])
    assert 'aria-describedby="id_name_hint"' in str(Enrolment()["name"])


def test_a_group_is_a_fieldset_whose_legend_is_the_question() -> None:
    drawn = str(Enrolment({})["kind"].as_field_group())
    order = positions(drawn, "<fieldset", 'aria-describedby="id_kind_error"', "<legend", 'type="radio"')
    assert order == sorted(order)
    assert "aria-invalid" not in drawn


def test_one_checkbox_stands_before_its_own_label() -> None:
    drawn = str(Enrolment()["told"].as_field_group())
    order = positions(drawn, 'type="checkbox"', "The head has agreed")
    assert order == sorted(order)
    assert drawn.count("The head has agreed") == 1


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in str(Enrolment()["notes"].as_field_group())
    assert "(optional)" not in str(Enrolment()["name"].as_field_group())


def test_the_browser_never_checks_before_the_portal_does() -> None:
    assert " required" not in str(Enrolment())


def test_the_summary_links_every_error_to_its_field() -> None:
    drawn = str(Enrolment({}))
    ids = re.findall(r'<a href="#([\w-]+)">', drawn)
    assert ids == ["id_name", "id_kind_0", "id_areas_0", "id_phase", "id_told", "id_day"]
    assert [target for target in ids if f'id="{target}"' not in drawn] == []


def test_an_error_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    data = {"name": "nobody", "kind": "a", "areas": ["x"], "phase": "p", "told": "on", "day": "1/9/26"}
    drawn = str(Enrolment(data))
    assert "<li>This school is a partner already</li>" in drawn


def test_a_form_without_errors_has_no_summary() -> None:
    assert "There is a problem" not in str(Enrolment())


def test_an_empty_field_is_told_in_words_that_say_what_to_do() -> None:
    form = Enrolment({})
    assert [str(error) for name in ("name", "kind", "told", "day") for error in form[name].errors] == [
        "Fill in “Name”",
        "Choose an answer for “Kind”",
        "Tick “The head has agreed” to go on",
        "Enter the day, such as 1/9/26",
    ]


def test_errors_are_escaped() -> None:
    form = Enrolment({"phase": "<script>"})
    assert "<script>" not in str(form)


class Choosing(forms.Form):
    school = forms.CharField(widget=Autocomplete(url="/schools/search/"))


def test_a_chosen_suggestion_wins_over_the_text_shown() -> None:
    form = Choosing({"school": "Kelderby St Hild’s Academy", "school_value": "900174"})
    assert form.is_valid()
    assert form.cleaned_data["school"] == "900174"


def test_text_typed_without_choosing_is_sent_as_typed() -> None:
    form = Choosing({"school": "TS18 1AB", "school_value": ""})
    assert form.is_valid()
    assert form.cleaned_data["school"] == "TS18 1AB"


def test_suggestions_come_from_the_address_given() -> None:
    drawn = str(Choosing()["school"])
    assert 'data-autocomplete-url="/schools/search/"' in drawn
    assert 'id="id_school"' in drawn
