"""Parameters and cursors that somebody made up, altered, or took from somebody else."""

import base64
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from alliance.actions.credentials import change_scopes, rotate_credential
from foundation.accounts.sealing import seal
from foundation.feed.cursor import PURPOSE, FeedCursor, ListCursor
from foundation.feed.resources import resources
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import System, system_of
from tests.factories.alliance import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(alliance: Any) -> System:
    for _ in range(3):
        partner = PartnerFactory()
    return system_of(partner)


def cursor_of(system: System, path: str) -> str:
    following = system.get(path).json()["links"]["next"]
    return parse_qs(urlsplit(following).query)["after"][0]


@pytest.mark.parametrize(
    "limit", ["0", "-1", "1e9", "1000000000", "abc", "", "5001", "1.5", "٣", "%00", "9" * 99]
)
@pytest.mark.parametrize("path", ["partners", "changes"])
def test_a_limit_out_of_range_is_400_and_named(limit: str, path: str, system: System) -> None:
    problem = assert_problem(system.get(f"{path}?limit={limit}"), 400, "bad_parameter")
    detail = "Write a whole number from 1 to 5000."
    assert problem["errors"] == [{"pointer": "?limit", "code": "invalid", "detail": detail}]


@pytest.mark.parametrize(
    "types", ["evil", "", "partner,evil", "partners", "partner;DROP TABLE", "%00", "partner%00", "," * 5000]
)
def test_unknown_types_are_400_and_told_what_there_is(types: str, system: System) -> None:
    problem = assert_problem(system.get(f"changes?types={types}"), 400, "bad_parameter")
    assert problem["errors"][0]["pointer"] == "?types"
    assert problem["detail"].endswith(f"These are: {', '.join(each.type for each in resources())}.")


def test_types_beyond_the_scopes_are_403(alliance: Any) -> None:
    system = system_of(PartnerFactory(), ["read:partners"])
    assert_problem(system.get("changes?types=partner,contact"), 403, "permission_denied")
    assert {each["type"] for each in system.get("changes").json()["data"]} == {"partner"}


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "%00",
        "0",
        "1 OR 1=1",
        "é" * 10,
        "A" * 8000,
        "gAAAAA",
        base64.urlsafe_b64encode(json.dumps(["feed", 1, "partner 1", [], "", "", 0, 0]).encode()).decode(),
    ],
)
@pytest.mark.parametrize("path", ["partners", "changes"])
def test_a_forged_cursor_is_400(after: str, path: str, system: System) -> None:
    problem = assert_problem(system.get(f"{path}?after={quote(after, safe='%')}"), 400, "bad_parameter")
    assert problem["errors"][0]["pointer"] == "?after"
    assert problem["errors"][0]["code"] == "bad_cursor"


@pytest.mark.parametrize("path", ["partners", "changes"])
def test_a_cursor_with_one_letter_changed_is_400(path: str, system: System) -> None:
    cursor = cursor_of(system, f"{path}?limit=1")
    for place in (0, 10, len(cursor) // 2, len(cursor) - 3):
        letter = "A" if cursor[place] != "A" else "B"
        altered = cursor[:place] + letter + cursor[place + 1 :]
        assert_problem(system.get(f"{path}?after={altered}"), 400, "bad_parameter")


def test_a_cursor_tells_nothing_to_who_reads_it(system: System) -> None:
    cursor = cursor_of(system, "changes?limit=1")
    plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"partner" not in plain


@pytest.mark.parametrize("path", ["partners", "changes"])
def test_another_partners_cursor_is_400(path: str, system: System) -> None:
    other = system_of(PartnerFactory())
    cursor = cursor_of(other, f"{path}?limit=1")
    problem = assert_problem(system.get(f"{path}?after={cursor}"), 400, "bad_parameter")
    assert problem["detail"] == "This cursor was made for another credential."


@pytest.mark.parametrize("path", ["partners", "changes"])
def test_another_alliances_cursor_is_400(path: str, system: System, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        for _ in range(2):
            theirs = PartnerFactory()
    cursor = cursor_of(system_of(theirs), f"{path}?limit=1")
    assert_problem(system.get(f"{path}?after={cursor}"), 400, "bad_parameter")


def test_the_same_number_of_partner_in_another_alliance_is_another_reader(system: System) -> None:
    """Even with a partner of the same id, which cannot be: the cursor names the alliance."""
    reader = f"partner {system.credential.partner_id}"
    feed = FeedCursor(system.credential.alliance_id + 1, reader, ("partner",), "", "", 0, 0)
    listed = ListCursor(system.credential.alliance_id + 1, reader, "partner", 0)
    for path, cursor in (("changes", feed), ("partners", listed)):
        assert_problem(system.get(f"{path}?after={cursor.sealed()}"), 400, "bad_parameter")


def test_a_cursor_of_one_resource_does_not_open_another(system: System) -> None:
    listed, feed = cursor_of(system, "partners?limit=1"), cursor_of(system, "changes?limit=1")
    assert_problem(system.get(f"changes?after={listed}"), 400, "bad_parameter")
    assert_problem(system.get(f"partners?after={feed}"), 400, "bad_parameter")
    assert_problem(system.get(f"schools?after={listed}"), 400, "bad_parameter")


def test_a_cursor_of_an_older_form_is_400(system: System) -> None:
    sealed = seal(json.dumps(["feed", system.credential.alliance_id, "partner 1"]), purpose=PURPOSE)
    assert_problem(system.get(f"changes?after={sealed}"), 400, "bad_parameter")


def test_a_cursor_keeps_to_the_types_it_was_made_for(system: System) -> None:
    cursor = cursor_of(system, "changes?limit=1&types=partner")
    assert system.get(f"changes?after={cursor}&types=partner").status_code == 200
    problem = assert_problem(system.get(f"changes?after={cursor}&types=contact"), 400, "bad_parameter")
    assert problem["detail"] == "This cursor was made for types=partner."


def test_a_cursor_is_kept_by_rotating_the_credential(system: System) -> None:
    cursor = cursor_of(system, "changes?limit=1")
    with acting_within(system.credential.alliance):
        successor = System(
            *rotate_credential(credential=system.credential, overlap=timedelta(days=7), by=None)
        )
    for each in (system, successor):
        assert each.get(f"changes?after={cursor}").status_code == 200


def test_a_change_of_scopes_makes_the_sync_start_again(system: System) -> None:
    cursor = cursor_of(system, "changes?limit=1")
    with acting_within(system.credential.alliance):
        credential = change_scopes(credential=system.credential, scopes=["read:partners"], by=None)
    assert credential.view_number == 2
    problem = assert_problem(system.get(f"changes?after={cursor}"), 410, "cursor_gone")
    assert problem["resync"] == f"http://testserver/api/v1/alliances/{system.slug}/changes"
    assert system.get(problem["resync"]).status_code == 200


def test_cursors_of_the_secret_before_this_one_still_open(system: System, settings: Any) -> None:
    cursor = cursor_of(system, "partners?limit=1")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret altogether"
    assert system.get(f"partners?after={cursor}").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert_problem(system.get(f"partners?after={cursor}"), 400, "bad_parameter")
