"""A whole collection in one answer: JSON a line, or a spreadsheet. What is torn is noticed."""

import csv
import gzip
import io
import json
import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.choices import Role
from alliance.models import Contact, Partner
from foundation.api.flow import MOST_AT_ONCE, Flow, TooMany, Torn
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import System, system_of
from tests.factories.alliance import (
    AllianceFactory,
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
)
from tests.sync.follower import Follower, comparable, truth

pytestmark = pytest.mark.django_db(transaction=True)

LINES, TABLE = {"Accept": "application/x-ndjson"}, {"Accept": "text/csv"}
AWKWARD = 'St "Ælfgifu\'s" \\ \u2028 </script> \n\t😀 {}%s%% \\.'


@pytest.fixture
def own(transactional_db: None) -> Partner:
    """Oak, with neighbours of every standing and another alliance beside it."""
    stranger = AllianceFactory()
    with acting_within(stranger), transaction.atomic():
        ContactFactory(partner=PartnerFactory(name="Stranger"), name="Stranger")
    with acting_within(AllianceFactory(slug="eastmoor")), transaction.atomic():
        own = PartnerFactory(name=AWKWARD, school=SchoolFactory(name="Oak"), listed=False)
        PartnerRoleFactory(partner=own, kind="member", academic_year=2025)
        for number in range(3):
            PartnerFactory(name=f"Listed {number}", school=SchoolFactory(name=f"Listed {number}"))
        PartnerFactory(name="Unlisted", listed=False)
        PartnerFactory(name="Former", left_on=date(2026, 1, 31))
        ContactFactory(partner=own, name="=cmd|' /C calc'!A0", post="+44", phone="-1", email="")
    return own


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


def body(response: Any) -> bytes:
    assert response.streaming
    return b"".join(response.streaming_content)


def lines_of(system: System, path: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The objects, and the last line."""
    response = system.get(path, **LINES)
    assert (response.status_code, response["Content-Type"]) == (200, "application/x-ndjson")
    *objects, end = map(json.loads, body(response).splitlines())
    return objects, end


@pytest.mark.parametrize("path", ["partners", "schools", "contacts"])
def test_a_stream_holds_what_the_pages_hold(path: str, system: System) -> None:
    objects, end = lines_of(system, path)
    assert sorted(objects, key=str) == sorted(system.objects(path), key=str)
    assert {"partners": 4, "schools": 4, "contacts": 1}[path] == len(objects) == end["count"]
    assert end["type"] == "end"


def test_the_whole_state_comes_in_one_stream_and_is_followed_from_its_last_line(
    own: Partner, system: System
) -> None:
    objects, end = lines_of(system, "changes")
    assert {each["type"] for each in objects} == {"partner", "school", "contact"}
    follower = Follower(system)
    follower.mirror = {(each["type"], each["id"]): each for each in objects}
    follower.next = end["next"]
    with acting_within(own.alliance), transaction.atomic():
        Contact.objects.filter(partner=own).delete()
        PartnerFactory(name="Newcomer", school=SchoolFactory())
        Partner.objects.filter(name="Listed 1").update(listed=False)
    told = follower.to_the_end()
    assert sum(1 for each in told if each.get("deleted")) == 3
    assert comparable(follower.mirror, truth(system)) == truth(system)


def test_what_commits_while_the_stream_is_read_is_told_behind_it(own: Partner, system: System) -> None:
    """Every line and the cursor come from one snapshot, however long the reading takes."""
    response = system.get("changes", **LINES)
    pieces = iter(response.streaming_content)
    begun = next(pieces)
    with acting_within(own.alliance), transaction.atomic():
        PartnerFactory(name="Meanwhile", school=SchoolFactory())
    *objects, end = map(json.loads, b"".join([begun, *pieces]).splitlines())
    assert "Meanwhile" not in {each["name"] for each in objects}
    follower = Follower(system)
    follower.next = end["next"]
    assert "Meanwhile" in {each["name"] for each in follower.to_the_end()}


def test_types_narrow_the_stream(system: System) -> None:
    objects, end = lines_of(system, "changes?types=contact")
    assert ([each["type"] for each in objects], end["count"]) == (["contact"], 1)
    assert system.get(end["next"] + "&types=contact").status_code == 200


@pytest.mark.parametrize("parameter", ["after=x", "limit=10"])
@pytest.mark.parametrize("path", ["partners", "changes"])
def test_a_stream_has_no_pages(path: str, parameter: str, system: System) -> None:
    problem = assert_problem(system.get(f"{path}?{parameter}", **LINES), 400, "bad_parameter")
    assert problem["errors"][0]["pointer"] == f"?{parameter.split('=')[0]}"


def test_a_missing_scope_is_told_in_json_whatever_was_asked_for(own: Partner) -> None:
    system = system_of(own, ["read:schools"])
    for accept in (LINES, TABLE):
        assert_problem(system.get("contacts", **accept), 403, "permission_denied")


def test_changes_are_no_spreadsheet(system: System) -> None:
    assert_problem(system.get("changes", **TABLE), 406, "not_acceptable")


def table_of(system: System, path: str) -> list[dict[str, str]]:
    response = system.get(path, **TABLE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith(f'attachment; filename="{system.slug}-{path}-20')
    text = body(response).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_spreadsheet_holds_the_same_as_the_pages(own: Partner, system: System) -> None:
    rows = {row["id"]: row for row in table_of(system, "partners")}
    for each in system.objects("partners"):
        row = rows.pop(each["id"])
        assert row.pop("roles") == "; ".join(f"{r['kind']} {r['academic_year']}" for r in each.pop("roles"))
        assert row == {name: _cell(value) for name, value in each.items()}
    assert rows == {}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_a_spreadsheet_runs_nothing(system: System) -> None:
    (row,) = table_of(system, "contacts")
    assert (row["name"], row["post"], row["phone"]) == ("'=cmd|' /C calc'!A0", "'+44", "'-1")


def test_a_person_downloads_the_spreadsheet_in_the_browser(own: Partner, client: Any) -> None:
    membership = MembershipFactory(alliance=own.alliance, roles=[Role.PARTNER_CONTACT], partner=own)
    client.force_login(membership.user)
    response = client.get(f"/api/v1/alliances/{own.alliance.slug}/contacts?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"'=cmd" in body(response)


def open_transactions(own: Partner) -> int:
    """Of streams that are still being written."""
    with acting_within(own.alliance), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query ~ '^.?COPY' AND state <> 'idle'")
        return int(cursor.fetchone()[0])


def test_a_reader_that_leaves_takes_its_transaction_along(own: Partner, system: System) -> None:
    with acting_within(own.alliance), transaction.atomic():
        Partner.objects.bulk_create(
            Partner(organisation="other", name=f"Other {n}", reason="x" * 500, joined_on=date(2025, 9, 1))
            for n in range(6_000)
        )
    response = system.get("partners", **LINES)
    next(iter(response.streaming_content))
    assert open_transactions(own) == 1
    response.close()
    assert open_transactions(own) == 0


def test_what_fails_before_the_first_line_is_a_problem(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.feed.whole.COPY", "COPY (SELECT 1/0) TO STDOUT ({form})")
    assert_problem(system.get("partners", **LINES), 500, "error")


def test_what_fails_later_is_torn_and_has_no_last_line(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (
        "COPY (SELECT repeat('x', 1000), 1 / (1000 - n) FROM generate_series(1, 2000) n) TO STDOUT ({form})"
    )
    monkeypatch.setattr("foundation.feed.whole.COPY", broken)
    pieces: list[bytes] = []
    with pytest.raises(Torn):
        pieces.extend(system.get("partners", **LINES).streaming_content)
    assert b'"end"' not in b"".join(pieces)
    assert pieces


def test_no_more_streams_at_once_than_there_is_room_for() -> None:
    go = threading.Event()

    def slow(sink: Any) -> None:
        sink.write(b"begun")
        sink.flush()
        go.wait(30)

    flows = [Flow(slow) for _ in range(MOST_AT_ONCE)]
    with pytest.raises(TooMany):
        Flow(slow)
    go.set()
    assert [b"".join(flow) for flow in flows] == [b"begun"] * MOST_AT_ONCE
    assert b"".join(Flow(slow)) == b"begun"


def test_a_reader_that_takes_nothing_is_given_up() -> None:
    def endless(sink: Any) -> None:
        while True:
            sink.write(b"x" * 100_000)

    pieces = iter(Flow(endless, stall_seconds=0.2))
    next(pieces)
    threading.Event().wait(0.6)
    with pytest.raises(Torn):
        list(pieces)


class TestCompression:
    def test_a_credentials_pages_and_streams_are_compressed(self, system: System) -> None:
        for path in ("changes", "partners", "schools"):
            plain = system.get(f"{path}?limit=100").content if path != "changes" else None
            packed = system.get(f"{path}?limit=100", **{"Accept-Encoding": "br, gzip;q=0.8"})
            assert packed["Content-Encoding"] == "gzip"
            assert len(packed.content) == int(packed["Content-Length"])
            assert json.loads(gzip.decompress(packed.content))["data"]
            assert plain is None or len(packed.content) < len(plain)
        stream = system.get("partners", **LINES, **{"Accept-Encoding": "gzip"})
        assert (stream["Content-Encoding"], "Content-Length" in stream) == ("gzip", False)
        assert json.loads(gzip.decompress(body(stream)).splitlines()[-1])["count"] == 4

    @pytest.mark.parametrize("header", ["identity", "gzip;q=0", "gzipped", ""])
    def test_it_is_not_forced_on_anybody(self, header: str, system: System) -> None:
        assert "Content-Encoding" not in system.get("schools", **{"Accept-Encoding": header})

    def test_a_browsers_answers_are_not(self, own: Partner, client: Any) -> None:
        """Their length would tell of what they hold to whoever can make the browser ask."""
        client.force_login(MembershipFactory(alliance=own.alliance, roles=[Role.OWNER]).user)
        address = f"/api/v1/alliances/{own.alliance.slug}/schools"
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert len(response.content) > 2_000
        assert "Content-Encoding" not in response

    def test_compressed_bytes_have_another_tag_that_knows_the_same(self, system: System) -> None:
        gzipped = {"Accept-Encoding": "gzip"}
        plain, packed = system.get("schools"), system.get("schools", **gzipped)
        assert packed["ETag"] == plain["ETag"][:-1] + '-gzip"'
        again = system.get("schools", **gzipped, **{"If-None-Match": packed["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
