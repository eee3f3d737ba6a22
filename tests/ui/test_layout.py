"""The layouts: what they need, what they show, what they never show."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import Client, RequestFactory, override_settings

from foundation.ui import context, navigation
from foundation.ui.items import NavItem


def build_navigation(request: object) -> dict[str, object]:
    """What NAVIGATION may name."""
    return {"nav": [NavItem("Today", "/today/", "calendar", current=True)], "member_name": "Priya Nandwani"}


def page(body: str = "", **context: object) -> str:
    source = '{% extends "layout/app.html" %}{% block content %}' + body + "{% endblock %}"
    return engines["django"].from_string(source).render(context)


def test_the_layout_draws_without_any_context() -> None:
    drawn = page("<h1>Alone</h1>")
    assert "<h1>Alone</h1>" in drawn
    assert "<style" not in drawn


@override_settings(NAVIGATION="tests.ui.test_layout.build_navigation")
def test_the_callable_named_in_the_settings_builds_the_navigation_once_a_request() -> None:
    request = RequestFactory().get("/")
    first = context.layout(request)
    assert first["nav"][0].label == "Today"
    assert first["breadcrumbs"] == ()
    assert context.layout(request) is first


@override_settings(NAVIGATION="")
def test_without_a_callable_the_layout_has_its_defaults() -> None:
    built = navigation.build(RequestFactory().get("/"))
    assert {**navigation.LAYOUT_DEFAULTS, **built} == built


def test_the_current_area_is_marked_for_everyone() -> None:
    drawn = page(
        nav=[NavItem("Today", "/t/", "calendar"), NavItem("Partners", "/p/", "partners", current=True)]
    )
    assert re.findall(r'<a class="spine__link" href="([^"]+)" aria-current="page"', drawn) == ["/p/"]


def test_a_count_says_what_it_counts() -> None:
    drawn = page(nav=[NavItem("Support", "/s/", "support", count=3)])
    assert '3<span class="visually-hidden"> waiting for an answer</span>' in drawn


def test_one_alliance_is_a_link_and_several_are_a_switcher() -> None:
    assert '<details class="switcher' not in page(alliance_name="Eastmoor & Coast")


def test_signing_out_is_a_post() -> None:
    drawn = page(member_name="Priya Nandwani", sign_out_url="/account/logout/")
    assert '<form method="post" action="/account/logout/">' in drawn


def test_the_first_stop_of_the_tab_key_skips_to_the_content() -> None:
    drawn = page()
    first = re.search(r"<(?:a|button|input|summary)\b[^>]*>", drawn[drawn.index("<body") :])
    assert first is not None
    assert 'href="#main"' in first.group(0)
    assert 'id="main"' in drawn


def test_htmx_adds_no_style_of_its_own_and_sends_the_token() -> None:
    drawn = page(csrf_token="the-token")
    assert '"includeIndicatorCSS": false' in drawn
    assert 'hx-headers:inherited=\'{"X-CSRFToken": "the-token"}\'' in drawn


def test_success_is_a_toast_with_undo_and_an_error_a_notice() -> None:
    drawn = page(
        messages=[
            Message(constants.SUCCESS, "3 letters sent", "undo:/undo/7/"),
            Message(constants.ERROR, "The file could not be read"),
        ]
    )
    assert 'action="/undo/7/"' in drawn
    assert re.search(r'class="notice notice--bad" role="alert".*The file could not be read', drawn)


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_error_pages_draw_without_any_context_and_say_what_to_do(code: int) -> None:
    drawn = engines["django"].get_template(f"{code}.html").render({})
    assert drawn.count("<h1") == 1
    assert 'href="/"' in drawn


def test_the_policy_allows_the_brands_style_by_nonce_only(living_page_settings: None) -> None:
    answer = Client().get("/_components/pages/today/", {"brand": "plum"})
    policy = answer["Content-Security-Policy"]
    nonce = re.search(r"<style nonce=\"([^\"]+)\"", answer.content.decode())
    assert nonce is not None
    assert f"'nonce-{nonce.group(1)}'" in policy
    assert "unsafe" not in policy
