"""Two persons are one: everything that refers to one of them refers to the other afterwards.

What refers to a person is read from the models, so that a table of any app moves with them (docs/adr/0020).
What was moved is kept for 30 days, row by row, so that it can be undone exactly.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from alliance.actions.roster.details import PersonDetails, as_json, person_from
from alliance.actions.roster.merged_rows import put_back, row_of
from alliance.actions.versions import locked
from alliance.models import Employment, Person, PersonMerge, TwoPeople, User
from alliance.models.roster.merge import UNDO_DAYS
from alliance.models.roster.person import MOST_FURTHER_EMAILS
from foundation.refusal import Refused

FILLED = ("post", "fte", "started_on", "reference")


class CannotMerge(Refused):
    """The two cannot be one as they stand."""

    code = "cannot_merge"


@transaction.atomic
def merge_people(*, kept: Person, other: Person, by: User) -> PersonMerge:
    """`other` is `kept`: what refers to it refers to `kept` then, and what only it said is taken over.

    Raises CannotMerge, GoneMeanwhile.
    """
    if kept.pk == other.pk:
        raise CannotMerge("These are one person already.")
    first, second = sorted((kept, other), key=lambda person: person.pk)
    people = {person.pk: person for person in (locked(first), locked(second))}
    kept, other = people[kept.pk], people[other.pk]
    if kept.is_erased or other.is_erased:
        raise CannotMerge("One of the two was erased: nobody can tell any more whether they were one person.")
    if kept.user_id and other.user_id:
        raise CannotMerge(
            "Both have a log-in, so they are two people to the portal. End one of the two log-ins first."
        )
    removed: list[Any] = []
    moved: list[Any] = []
    changed: dict[str, Any] = {}
    for column in references():
        for row in list(column.model._default_manager.filter(**{column.name: other})):
            instead = _give_way(row, kept)
            if instead:
                removed.append(row_of(row))
                row.delete()
                _fill(instead, row, changed)
            else:
                _move(row, column, kept)
                moved.append([row._meta.label, column.name, row.pk])
    removed.insert(0, row_of(other))
    before, user_before = PersonDetails.of(kept), kept.user_id
    its, its_user = PersonDetails.of(other), other.user_id
    other.delete()
    _take_over(kept, its, its_user)
    changed["person"] = {
        "before": as_json(before) | {"user_id": user_before},
        "after": as_json(PersonDetails.of(kept)) | {"user_id": kept.user_id},
    }
    merge: PersonMerge = PersonMerge.objects.create(
        kept=kept, removed=removed, moved=moved, changed=changed, merged_by=by
    )
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User) -> Person:
    """They are two after all: the other is there again, with everything that was theirs.

    What somebody has changed since, and what came since, stays with the kept person. Raises CannotMerge.
    """
    merge = PersonMerge.objects.select_for_update().filter(pk=merge.pk).first() or _too_late()
    if not PersonMerge.objects.open(timezone.now()).filter(pk=merge.pk).exists():
        _too_late()
    kept = locked(merge.kept)
    _give_back(kept, merge.changed["person"])
    person, *rows = merge.removed
    put_back(person)
    for label, column, pk in merge.moved:
        found = apps.get_model(label)._default_manager.filter(pk=pk, **{column: kept})
        found.update(**{f"{column}_id": person["row"]["id"]})
    for pk, said in merge.changed.get("employments", {}).items():
        _unfill(int(pk), said)
    for row in rows:
        put_back(row)
    merge.delete()
    restored: Person = Person.objects.get(pk=person["row"]["id"])
    return restored


@transaction.atomic
def say_two(*, one: Person, other: Person, by: User) -> None:
    """They are two people: never shown as likely duplicates again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    TwoPeople.objects.get_or_create(one=first, other=second, defaults={"said_by": by})


@transaction.atomic
def ask_again(*, one: Person, other: Person, by: User) -> None:
    """Take back that they are two."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    TwoPeople.objects.filter(one=first, other=second).delete()


def forget_merges(now: datetime) -> int:
    """Merges of the alliance in scope that nobody can undo any more; how many they were."""
    past = PersonMerge.objects.exclude(pk__in=PersonMerge.objects.open(now).values("pk"))
    return int(past.delete()[0])


def references() -> list[Any]:
    """Every column that refers to a person, of every app; no list of them is kept by hand."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    ]


def _give_way(row: models.Model, kept: Person) -> Any:
    """What the row gives way to, and says no more than; None where it can stand beside it.

    Of anything but these two a person decides first which of two rows is right.
    """
    if isinstance(row, TwoPeople):
        return row
    if isinstance(row, Employment):
        for own in Employment.objects.filter(person=kept, partner=row.partner_id):
            ends_before = row.ended_on and own.started_on and row.ended_on < own.started_on
            begins_after = row.started_on and own.ended_on and row.started_on > own.ended_on
            if not ends_before and not begins_after:
                return own
    return None


def _fill(own: Any, gone: Any, changed: dict[str, Any]) -> None:
    """Take over what only the row that gave way said of the same employment."""
    if not isinstance(own, Employment):
        return
    missing = {name: getattr(gone, name) for name in FILLED if not getattr(own, name) and getattr(gone, name)}
    if missing:
        before = {name: _plain(getattr(own, name)) for name in missing}
        after = {name: _plain(value) for name, value in missing.items()}
        changed.setdefault("employments", {})[str(own.pk)] = {"before": before, "after": after}
        for name, value in missing.items():
            setattr(own, name, value)
        own.save()


def _unfill(pk: int, said: dict[str, Any]) -> None:
    own = Employment.objects.filter(pk=pk).first()
    if own is None:
        return
    back = {
        name: said["before"][name]
        for name in said["after"]
        if _plain(getattr(own, name)) == said["after"][name]
    }
    Employment.objects.filter(pk=pk).update(**back)


def _move(row: models.Model, column: Any, kept: Person) -> None:
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{column.name: kept})
    except IntegrityError as error:
        what = row._meta.verbose_name
        raise CannotMerge(
            f"Both are in the same place twice: {what} “{row}”. Settle which of the two is right first, then "
            "merge them."
        ) from error


def _take_over(kept: Person, its: PersonDetails, its_user: int | None) -> None:
    own = PersonDetails.of(kept)
    emails = dict.fromkeys([*kept.emails, *(each for each in (its.email, *its.further_emails) if each)])
    first, *further = [*emails] or [""]
    details = replace(
        own,
        given_name=own.given_name or its.given_name,
        email=first,
        further_emails=tuple(further[:MOST_FURTHER_EMAILS]),
        trn=own.trn or its.trn,
    )
    _write(kept, details, kept.user_id or its_user)


def _give_back(kept: Person, said: dict[str, Any]) -> None:
    """Of what the merge changed, whatever still says what the merge made of it."""
    now = as_json(PersonDetails.of(kept)) | {"user_id": kept.user_id}
    back = {
        name: said["before"][name] if value == said["after"][name] else value for name, value in now.items()
    }
    user_id = back.pop("user_id")
    _write(kept, person_from(back), user_id)


def _write(person: Person, details: PersonDetails, user_id: int | None) -> None:
    person.given_name, person.family_name = details.given_name, details.family_name
    person.email, person.further_emails = details.email, list(details.further_emails)
    person.trn, person.user_id = details.trn, user_id
    person.save()


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)


def _too_late() -> Any:
    raise CannotMerge(f"A merge can be undone for {UNDO_DAYS} days, and this one is older or was undone.")
