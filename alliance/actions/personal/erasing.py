"""Erasing somebody: every entry of the registry is carried out, counts stay, no backup brings them back."""

from django.db import transaction
from django.utils import timezone

from alliance.actions.personal.subjects import subject_of, subject_of_user
from alliance.actions.versions import locked
from alliance.choices import Role
from alliance.models import Membership, Person, User
from foundation.erasure.log import record_erasure
from foundation.personal.rows import erase_everywhere
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

PERSON, MEMBER = "alliance.person", "alliance.member"
"""What the log of erasures calls a person, and somebody who had access and is no person of a partner."""


class CannotErase(Refused):
    """Somebody who is still needed."""

    code = "cannot_erase"


@transaction.atomic
def erase_person(*, person: Person, by: User | None) -> None:
    """Everything the alliance holds about a person, and their log-in; a row that says "former member" stays.

    `by` is None where a retention rule does it. Raises CannotErase.
    """
    person = locked(person)
    if person.is_erased:
        return
    _refuse_an_owner(person.user_id, by)
    _erase(person)
    record_erasure(PERSON, subject=person.public_id, alliance=person.alliance_id)


@transaction.atomic
def erase_member(*, membership: Membership, by: User | None) -> None:
    """Somebody who had access. Where they are a person of a partner too, that person is erased with them."""
    person = Person.objects.filter(user=membership.user_id).first()
    if person is not None:
        erase_person(person=person, by=by)
        return
    _refuse_an_owner(membership.user_id, by)
    user, alliance_id = membership.user, membership.alliance_id
    erase_everywhere(subject_of_user(user), users=_everybody())
    record_erasure(MEMBER, subject=user.public_id, alliance=alliance_id)


def erase_person_again(public_id: str) -> None:
    """A person whom a restored backup brought back."""
    person = Person.objects.filter(public_id=public_id, erased_at=None).first()
    if person is not None:
        _erase(person)


def erase_member_again(public_id: str) -> None:
    """Somebody with access whom a restored backup brought back."""
    user = User.objects.filter(public_id=public_id).first()
    if user is not None:
        erase_everywhere(subject_of_user(user), users=_everybody())


def _erase(person: Person) -> None:
    erase_everywhere(subject_of(person), users=_everybody())
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())


def _everybody() -> list[int]:
    """All who may have rows that only they see."""
    return list(Membership.objects.filter(alliance=current_alliance_id()).values_list("user_id", flat=True))


def _refuse_an_owner(user_id: int | None, by: User | None) -> None:
    members = Membership.objects.current().filter(alliance=current_alliance_id(), user=user_id)
    member = members.first() if user_id is not None else None
    if member is None:
        return
    if by is not None and by.pk == user_id:
        raise CannotErase("You cannot erase yourself: ask another lead of the alliance.")
    if member.holds(Role.OWNER):
        raise CannotErase(f"{member.user} is an owner of the alliance. End their access first.")
