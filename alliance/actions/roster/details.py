"""What is written of a person and of an employment, cleaned the same for every door."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from alliance.models import Employment, Person
from alliance.models.roster.person import MOST_FURTHER_EMAILS
from foundation.refusal import Refused


@dataclass(frozen=True)
class PersonDetails:
    """Names, addresses and TRN. `further_emails` are those besides the one to write to first."""

    given_name: str
    family_name: str
    email: str = ""
    further_emails: tuple[str, ...] = ()
    trn: str = ""

    @classmethod
    def of(cls, person: Person) -> "PersonDetails":
        """As they are saved."""
        return cls(
            person.given_name, person.family_name, person.email, tuple(person.further_emails), person.trn
        )

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def cleaned(self) -> "PersonDetails":
        """Spaces made one, addresses in lower case and named once. Raises Refused."""
        email = self.email.strip().lower()
        others = dict.fromkeys(other.strip().lower() for other in self.further_emails)
        further = tuple(other for other in others if other and other != email)
        trn = re.sub(r"[\s/.-]", "", self.trn)
        if not self.family_name.strip():
            raise Refused("Write the person's last name.", field="family_name", code="required")
        if trn and not re.fullmatch(r"[0-9]{7}", trn):
            raise Refused("A TRN has 7 digits, such as 1234567.", field="trn", code="invalid")
        if len(further) > MOST_FURTHER_EMAILS:
            raise Refused(
                f"A person has at most {MOST_FURTHER_EMAILS} further addresses.", field="further_emails"
            )
        if not email and further:
            email, *rest = further
            further = tuple(rest)
        return replace(
            self,
            given_name=" ".join(self.given_name.split()),
            family_name=" ".join(self.family_name.split()),
            email=email,
            further_emails=further,
            trn=trn,
        )


@dataclass(frozen=True)
class EmploymentDetails:
    """A post at one partner. Days that nobody knows are None; without a last day it goes on."""

    post: str = ""
    fte: Decimal | None = None
    started_on: date | None = None
    ended_on: date | None = None
    reference: str = ""

    @classmethod
    def of(cls, employment: Employment) -> "EmploymentDetails":
        """As they are saved."""
        return cls(**{field.name: getattr(employment, field.name) for field in fields(cls)})

    def cleaned(self) -> "EmploymentDetails":
        """Spaces made one. Raises Refused."""
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise Refused("The last day is before the first one.", field="ended_on")
        if self.fte is not None and not 0 < self.fte <= 1:
            raise Refused("FTE is more than 0 and at most 1: full time is 1.", field="fte")
        return replace(self, post=" ".join(self.post.split()), reference=self.reference.strip())


def as_json(details: PersonDetails | EmploymentDetails) -> dict[str, Any]:
    """Plain JSON, from which `person_from` and `employment_from` read them back."""
    said = {field.name: getattr(details, field.name) for field in fields(details)}
    return {name: _plain(value) for name, value in said.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, date | Decimal) else value


def person_from(said: dict[str, Any]) -> PersonDetails:
    return PersonDetails(**{**said, "further_emails": tuple(said["further_emails"])})


def employment_from(said: dict[str, Any]) -> EmploymentDetails:
    days = {name: said[name] and date.fromisoformat(said[name]) for name in ("started_on", "ended_on")}
    return EmploymentDetails(**{**said, **days, "fte": said["fte"] and Decimal(said["fte"])})
