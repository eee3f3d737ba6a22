"""Term dates and INSET days from a table, such as an authority publishes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from alliance import policy
from alliance.actions.calendar.terms import TermDetails, add_term, change_term, remove_term
from alliance.choices import TermKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import LocalAuthority, ServedAuthority, TermDate
from foundation import words
from foundation.importer import values
from foundation.importer.choices import Outcome
from foundation.importer.target import Change, Entry, Field, Plan, Target, cannot
from foundation.refusal import Refused

KINDS = {TermKind.TERM.value: "Term", TermKind.INSET.value: "INSET"}


class TermTarget(Target):
    key = "term-dates"
    singular, plural = "date", "dates"
    home, home_label = "term_dates", "Term dates"
    may_import = policy.import_term_dates
    notes = (
        "Each row is a term, or INSET days: its name, its first and its last day. Half-terms lie between two "
        "rows.",
        "A row of the same name, authority and academic year changes the dates that are there.",
        "Leave the authority empty for dates that the whole alliance keeps.",
    )
    fields = (
        Field(
            "name",
            "Name",
            values.line(60),
            required=True,
            example="Autumn term, first half",
            synonyms=("Term", "Title"),
        ),
        Field(
            "starts_on",
            "First day",
            values.day,
            required=True,
            example="1/9/2026",
            synonyms=("Start", "Starts", "From", "Start date", "Term starts", "Begins"),
        ),
        Field(
            "ends_on",
            "Last day",
            values.day,
            example="23/10/2026",
            hint="Empty for a single day.",
            synonyms=("End", "Ends", "To", "End date", "Term ends", "Until"),
        ),
        Field(
            "kind",
            "Kind (term or INSET)",
            values.one_of(KINDS),
            example="term",
            hint="Empty for a term.",
            synonyms=("Kind", "Type"),
        ),
        Field(
            "authority",
            "Local authority",
            values.line(100),
            synonyms=("LA", "Authority", "LA name", "LA code", "Council"),
        ),
    )

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        served = ServedAuthority.objects.values("local_authority")
        known = LocalAuthority.objects.filter(pk__in=served)
        authorities = {word.casefold(): one for one in known for word in (one.name, one.code)}
        there = {
            _identity(_details_of(term)): term for term in TermDate.objects.select_related("local_authority")
        }
        return [_plan(entry.values, authorities, there) for entry in entries]

    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        details, pk = plan.carries
        if pk is None:
            return {"created": add_term(details=details, by=by).pk, "after": _saved(details)}
        term = TermDate.objects.select_related("local_authority").filter(pk=pk).first()
        if term is None:
            raise Refused(f"{details.name} was removed while the table was imported. Import the row again.")
        before = _saved(_details_of(term))
        change_term(term=term, details=details, by=by)
        return {"updated": pk, "before": before, "after": _saved(details)}

    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        pk = trace.get("created") or trace["updated"]
        term = TermDate.objects.select_related("local_authority").filter(pk=pk).first()
        if term is None:
            raise Refused("This date is not there any more.")
        if _saved(_details_of(term)) != trace["after"]:
            raise Refused(f"{term.name} was changed since, so it stays as it is now.")
        if "created" in trace:
            remove_term(term=term, by=by)
        else:
            change_term(term=term, details=_read(trace["before"]), by=by)


def _plan(
    given: Mapping[str, Any], authorities: Mapping[str, LocalAuthority], there: Mapping[str, TermDate]
) -> Plan:
    name = given["name"]
    authority = None
    if "authority" in given:
        authority = authorities.get(given["authority"].casefold())
        if authority is None:
            return cannot(
                f"“{given['authority']}” is no authority that the alliance serves. Write its name or code as "
                "Settings has it, or leave the cell empty.",
                about=name,
            )
    starts_on = given["starts_on"]
    kind = TermKind(given.get("kind", TermKind.TERM))
    details = TermDetails(kind, name, starts_on, given.get("ends_on", starts_on), authority)
    identity, about = _identity(details), _about(details)
    term = there.get(identity)
    if term is None:
        return Plan(
            Outcome.CREATE, about, identity=identity, changes=_days("", details), carries=(details, None)
        )
    if _saved(_details_of(term)) == _saved(details):
        return Plan(Outcome.SKIP, about, "This date is there already, just as the row says.", identity)
    changes = _days(_range(_details_of(term)), details)
    return Plan(Outcome.UPDATE, about, identity=identity, changes=changes, carries=(details, term.pk))


def _identity(details: TermDetails) -> str:
    """The same term of the same year: its dates may be corrected, its name may not."""
    whose = details.local_authority.pk if details.local_authority else 0
    return f"{AcademicYear.for_date(details.starts_on)} {whose} {details.name.casefold()}"


def _about(details: TermDetails) -> str:
    return f"{details.name}, {details.local_authority.name}" if details.local_authority else details.name


def _days(before: str, details: TermDetails) -> tuple[Change, ...]:
    return (Change("Days", before, _range(details)),)


def _range(details: TermDetails) -> str:
    if details.starts_on == details.ends_on:
        return words.day(details.starts_on)
    return f"{words.day(details.starts_on)} to {words.day(details.ends_on)}"


def _details_of(term: TermDate) -> TermDetails:
    return TermDetails(TermKind(term.kind), term.name, term.starts_on, term.ends_on, term.local_authority)


def _saved(details: TermDetails) -> dict[str, Any]:
    """As plain JSON."""
    return {
        "kind": details.kind.value,
        "name": details.name,
        "starts_on": details.starts_on.isoformat(),
        "ends_on": details.ends_on.isoformat(),
        "local_authority": details.local_authority.pk if details.local_authority else None,
    }


def _read(saved: Mapping[str, Any]) -> TermDetails:
    authority = saved["local_authority"]
    return TermDetails(
        TermKind(saved["kind"]),
        saved["name"],
        date.fromisoformat(saved["starts_on"]),
        date.fromisoformat(saved["ends_on"]),
        LocalAuthority.objects.get(pk=authority) if authority else None,
    )
