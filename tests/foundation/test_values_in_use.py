"""Filters offer the values that a column has, each found after the one before."""

from typing import Any

import pytest

from alliance.models import Resource
from foundation.lists.values import values_in_use
from foundation.tenancy.scope import acting_within
from tests.factories.hub import ResourceFactory

pytestmark = pytest.mark.django_db


def topics(**narrowed: Any) -> list[str]:
    return values_in_use(Resource.objects.filter(**narrowed), "topic")


def test_each_value_stands_once_in_order_and_none_is_of_another_alliance(
    alliance: Any, other_alliance: Any
) -> None:
    assert topics() == []
    for topic in ("Reading", "", "Behaviour", "Reading", "100% {attendance}"):
        ResourceFactory(topic=topic)
    ResourceFactory(topic="Maths", licence="ogl")
    with acting_within(other_alliance):
        ResourceFactory(topic="Theirs")
    assert topics() == ["100% {attendance}", "Behaviour", "Maths", "Reading"]
    assert topics(licence="ogl") == ["Maths"]


def test_it_ends_with_as_many_as_a_filter_offers(alliance: Any) -> None:
    for number in range(4):
        ResourceFactory(topic=f"Topic {number}")
    assert values_in_use(Resource.objects.all(), "topic", most=2) == ["Topic 0", "Topic 1"]
