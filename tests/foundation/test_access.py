"""What a view states about who may open it, it keeps."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from rules import predicate

from alliance import policy
from alliance.choices import Role
from alliance.models import Membership, User
from foundation.access import access_of, check, operator_only, public, requires, signed_in


def request_of(member: object = None, user: object = None) -> HttpRequest:
    request = RequestFactory().get("/a/eastmoor/")
    request.member = member
    request.user = user
    return request


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


STAFF = Membership(roles=[Role.ADMINISTRATOR])
TRAINEE = Membership(roles=[Role.TRAINEE])


def test_a_policy_lets_in_whom_it_names_and_nobody_else() -> None:
    view = requires(policy.see_partners)(answer)
    assert view(request_of(STAFF)).content == b"inside"
    with pytest.raises(PermissionDenied):
        view(request_of(TRAINEE))


def test_outside_an_alliance_there_is_nothing_to_ask_about() -> None:
    with pytest.raises(Http404):
        requires(policy.see_partners)(answer)(request_of(None))


def test_a_policy_is_asked_again_about_the_thing() -> None:
    is_mine = predicate(lambda member, thing: thing == "mine", name="is_mine")
    check(request_of(TRAINEE), is_mine, "mine")
    with pytest.raises(PermissionDenied):
        check(request_of(TRAINEE), is_mine, "yours")


def test_operators_pages_do_not_exist_for_the_others() -> None:
    view = operator_only(answer)
    assert view(request_of(user=User(is_operator=True))).content == b"inside"
    with pytest.raises(Http404):
        view(request_of(user=User()))


def test_what_a_view_states_can_be_read_off_it() -> None:
    assert access_of(requires(policy.see_partners)(answer)).policy is policy.see_partners
    assert access_of(public("a front door")(answer)).reason == "a front door"
    assert access_of(signed_in("about oneself")(answer)).kind == "signed_in"
    assert access_of(answer) is None
