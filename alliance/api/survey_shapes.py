"""The shapes of a survey and what came of it, for the OpenAPI document."""

from rest_framework import serializers

from alliance.api.serializers import Versioned, code, day, identifier, moment, text, type_named
from alliance.choices import SurveyMode, SurveyState


def whole(says: str, **kwargs: bool) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, help_text=says, **kwargs)


def part(says: str) -> serializers.FloatField:
    return serializers.FloatField(read_only=True, allow_null=True, help_text=says)


class AnswerShare(serializers.Serializer):
    """How many chose an answer, or one of several that are counted together."""

    answer = text("The answer, such as “Agree or strongly agree”.")
    count = whole("How many; null where fewer than five did, or did not.", allow_null=True)
    share = part("`count` of all who answered, 0 to 1.")
    instead = text("What is said where `count` is null, such as “fewer than 5”; else empty.")


class QuestionResult(serializers.Serializer):
    """What one question came to. What anybody wrote is not among it."""

    section = text("Section of the form.")
    question = text("The question.")
    statement = text("Of a list of statements the one that this is about; else empty.")
    answered = whole("How many answered it; null where fewer than five did.", allow_null=True)
    runs = whole("How many runs of the survey are counted together, so that they are five or more.")
    hidden = text("What is hidden because too few answered; else empty.")
    answers = AnswerShare(many=True, read_only=True, help_text="In the order of the question.")
    agree = part("Share of those who agree, where that can be told.")
    mean_at_least = part("The average is not below this; null for choices.")
    mean_at_most = part("Nor above this: the same number where it is known exactly.")


class SaidAndDid(serializers.Serializer):
    """An entry of “You said, we did”."""

    said = text("What people said.")
    did = text("What was done about it.")
    done_by = text("By whom, or empty.")
    done_on = day("When.")


class Survey(Versioned):
    """A survey that people of your own schools were asked; never an answer, nor who was asked or answered."""

    type = type_named("survey")
    title = text("Title.")
    template_id = identifier("Its questions: the same for every run of them.")
    template_version = whole("Which version of them.")
    mode = code(SurveyMode, "What is known of whose answers are whose.")
    state = code(SurveyState, "Open or closed; a draft is seen by staff only.")
    opened_on = day("First day.", allow_null=True)
    closes_on = day("Last day.")
    closed_at = moment("When it closed.", allow_null=True)
    answered = whole("How many answered this run, once it has closed and five or more have.", allow_null=True)
    results = QuestionResult(
        many=True, read_only=True, allow_null=True, help_text="Null until they are shown to everybody asked."
    )
    results_shared_at = moment("Since when they are shown.", allow_null=True)
    replies = SaidAndDid(many=True, read_only=True, help_text="“You said, we did”, the latest first.")
