"""Who may be one person: the same TRN, one name at one partner, or an address and a name in common."""

from dataclasses import dataclass

from django.db import connection

from alliance.models import Person
from foundation.tenancy.scope import current_alliance_id

MOST_PAIRS = 200
REASONS = {
    "trn": "the same TRN",
    "email": "the same e-mail address",
    "name": "the same name at the same partner",
}
PAIRS = """
WITH known AS MATERIALIZED (
    SELECT id, trn, lower(full_name) AS name, lower(family_name) AS family, lower(given_name) AS given,
           array_append(further_emails, email) AS emails
      FROM alliance_person WHERE alliance_id = %(alliance)s AND erased_at IS NULL),
addressed AS (SELECT id, family, given, unnest(emails) AS email FROM known),
placed AS (
    SELECT DISTINCT work.partner_id, known.id, known.name
      FROM alliance_employment AS work JOIN known ON known.id = work.person_id
     WHERE work.alliance_id = %(alliance)s),
pairs AS (
    SELECT one.id AS one, other.id AS other, 'trn' AS reason
      FROM known AS one JOIN known AS other ON one.trn = other.trn AND one.id < other.id
     WHERE one.trn <> ''
     UNION
    SELECT one.id, other.id, 'email'
      FROM addressed AS one JOIN addressed AS other ON one.email = other.email AND one.id < other.id
     WHERE one.email <> '' AND (one.family = other.family OR one.given = other.given AND one.given <> '')
     UNION
    SELECT one.id, other.id, 'name'
      FROM placed AS one JOIN placed AS other
        ON one.partner_id = other.partner_id AND one.name = other.name AND one.id < other.id)
SELECT one, other, array_agg(reason ORDER BY reason DESC) AS reasons
  FROM pairs
 WHERE NOT EXISTS (SELECT FROM alliance_twopeople AS two
                    WHERE two.alliance_id = %(alliance)s AND two.one_id = one AND two.other_id = other)
 GROUP BY one, other
 ORDER BY one, other
"""


@dataclass(frozen=True)
class Pair:
    """Two who may be one, the one who was known first first; `reasons` in words."""

    one: Person
    other: Person
    reasons: tuple[str, ...]


def likely_duplicates(limit: int = MOST_PAIRS) -> list[Pair]:
    """The pairs of the alliance in scope that nobody has said are two people."""
    rows = _pairs()[:limit]
    people = Person.objects.in_bulk({pk for one, other, _ in rows for pk in (one, other)})
    return [
        Pair(people[one], people[other], tuple(REASONS[reason] for reason in reasons))
        for one, other, reasons in rows
    ]


def likely_duplicate_ids() -> set[int]:
    """Database ids of everybody in such a pair."""
    return {pk for one, other, _ in _pairs() for pk in (one, other)}


def _pairs() -> list[tuple[int, int, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"alliance": current_alliance_id()})
        rows: list[tuple[int, int, list[str]]] = cursor.fetchall()
    return rows
