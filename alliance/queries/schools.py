"""Finding schools in the School register: by number, by postcode, or by words with typing errors."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, FloatField, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Lower, Replace

from alliance.choices import SchoolStatus
from alliance.logic.geography import Place, miles_between
from alliance.logic.register.fields import NAMELESS
from alliance.logic.search_text import read_search
from alliance.models import School
from alliance.models.register import APOSTROPHES, NAME_AND_TOWN
from alliance.queries.nearby import is_open, metres_from, place_of

FEWEST_LETTERS = 2
MOST_WORDS = 8
UNLIKE = 0.6
"""Word distance (1 − the word similarity of pg_trgm) from which on a name is another name."""
LIKELY = 60
"""So many of the nearest spellings are looked at before they are put in order."""
WRITTEN_URN = re.compile(r"\A\s*urn[\s:]*(\d+)\s*\Z", re.ASCII | re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
SHORT = 2
"""A word of so few letters is meant whole, unless it is the last, which may still be being typed."""
ALSO_WRITTEN = {"saint": "st"}


@dataclass(frozen=True)
class SchoolHit:
    """A school that was found.

    `resolved_urn` and `resolved_name` are the school it is today, where that is another record. `miles` is
    from the school it was searched near; None where either place is not known.
    """

    school_id: int
    resolved_id: int
    urn: int
    name: str
    town: str
    postcode: str
    la_name: str
    phase_group: str
    phase_label: str
    status: str
    status_label: str
    is_open: bool
    resolved_urn: int | None
    resolved_name: str
    miles: float | None

    @property
    def hint(self) -> str:
        """What tells it from others of its name: number, place, and what is amiss."""
        place = ", ".join(part for part in (self.town or self.la_name, self.postcode) if part)
        state = "" if self.status == SchoolStatus.OPEN else self.status_label
        return " · ".join(part for part in (f"URN {self.urn}", place, state) if part)


def search_schools(
    text: str, *, near: School | None = None, limit: int = 20, alike: bool = True
) -> list[SchoolHit]:
    """The schools that `text` may mean, the likeliest first.

    A URN or a postcode (whole, or its first half) is taken as such. Otherwise every word must begin a word of
    the name or the town; if no school has them all and `alike`, the nearest spellings count. A name that is
    just what was typed comes first; then open schools before closed ones, and these before those not in the
    register; then a name that begins as typed; then what is nearer to `near`; then by name.
    """
    sought = read_search(WRITTEN_URN.sub(r"\1", text))
    if len(sought.words) < FEWEST_LETTERS:
        return []
    origin = place_of(near)
    if sought.urn is not None:
        return [
            _hit(school, origin) for school in School.objects.filter(urn=sought.urn).select_related(*SHOWN)
        ]
    found: list[School] = []
    if sought.postcode:
        found = _first(_in_postcode(sought.postcode), sought.words, origin, limit)
    words = WORD.findall(_folded(sought.words))[:MOST_WORDS]
    if not found and words:
        found = _first(_with_words(words), sought.words, origin, limit)
    if not found and words and alike:
        found = _alike(words, sought.words, origin)[:limit]
    return [_hit(school, origin) for school in found]


SHOWN = ("local_authority", "successor")


def _in_postcode(postcode: str) -> QuerySet[School]:
    if len(postcode.split()) == 2:
        return School.objects.filter(postcode=postcode)
    return School.objects.filter(postcode__startswith=f"{postcode} ")


def _with_words(words: list[str]) -> QuerySet[School]:
    return School.objects.exclude(name=_nameless()).filter(search=_begun(words))


def _begun(words: list[str]) -> SearchQuery:
    """Every word begins one of the school's. Words are letters and digits only, so none is an operator."""
    last = len(words) - 1
    terms = []
    for at, word in enumerate(words):
        term = word if len(word) <= SHORT and at != last else f"{word}:*"
        terms.append(f"({term} | {ALSO_WRITTEN[word]})" if word in ALSO_WRITTEN else term)
    return SearchQuery(" & ".join(terms), search_type="raw", config="simple")


def _alike(words: list[str], typed: str, origin: Place | None) -> list[School]:
    """The nearest spellings: words that schools do have must be there, the others are compared."""
    known = [word for word in words if _with_words([word]).exists()]
    wrong = [word for word in words if word not in known]
    kept = _with_words(known) if known and wrong else School.objects.exclude(name=_nameless())
    compared = " ".join(wrong or words)
    likely = _spelt_like(kept, compared) or _spelt_like(
        School.objects.exclude(name=_nameless()), " ".join(words)
    )
    return sorted(
        likely,
        key=lambda school: (
            round(school.unlikeness, 1),
            _standing_of(school),
            school.unlikeness,
            _miles(school, origin) or 0.0,
            school.urn,
        ),
    )


def _spelt_like(schools: QuerySet[School], words: str) -> list[Any]:
    unlikeness = Func(
        NAME_AND_TOWN,
        Value(words),
        arg_joiner=" <->> ",
        template="%(expressions)s",
        output_field=FloatField(),
    )
    nearest = schools.select_related(*SHOWN).annotate(unlikeness=unlikeness).order_by("unlikeness")[:LIKELY]
    return [school for school in nearest if school.unlikeness < UNLIKE]


def _first(schools: QuerySet[School], typed: str, origin: Place | None, limit: int) -> list[School]:
    """The first of them in the order of `search_schools`; rows are widened only then, thousands may match."""
    folded = _folded(typed)
    schools = schools.annotate(
        folded_name=Replace(Lower("name"), Value("'"), Value("")),
        is_typed=Case(When(folded_name=folded, then=0), default=1),
        standing=Case(When(is_open(), then=0), When(in_register=True, then=1), default=2),
        begins=Case(When(folded_name__startswith=folded, then=0), default=1),
    )
    nearness = [F("metres").asc(nulls_last=True)] if origin else []
    if origin:
        schools = schools.annotate(metres=metres_from(origin))
    order: tuple[Any, ...] = ("is_typed", "standing", "begins", *nearness, "name", "urn")
    ids = list(schools.order_by(*order).values_list("id", flat=True)[:limit])
    found = School.objects.select_related(*SHOWN).in_bulk(ids)
    return [found[school_id] for school_id in ids]


def _standing_of(school: School) -> int:
    if not school.in_register:
        return 2
    return 0 if school.status in (SchoolStatus.OPEN, SchoolStatus.CLOSING) else 1


def _nameless() -> Any:
    return Func(
        Value(NAMELESS), F("urn"), arg_joiner=" || ", template="%(expressions)s", output_field=TextField()
    )


def _folded(words: str) -> str:
    return words.casefold().translate(str.maketrans("", "", APOSTROPHES))


def _miles(school: School, origin: Place | None) -> float | None:
    place = place_of(school)
    return miles_between(origin, place) if origin and place else None


def _hit(school: School, origin: Place | None) -> SchoolHit:
    resolved = school.successor
    if not school.in_register:
        state = SchoolStatus.UNKNOWN.label
    else:
        state = school.get_status_display() if school.status else "Status not known"
    return SchoolHit(
        school_id=school.pk,
        resolved_id=school.resolved_id,
        urn=school.urn,
        name=school.name,
        town=school.town,
        postcode=school.postcode,
        la_name=school.local_authority.name if school.local_authority else "",
        phase_group=school.phase_group,
        phase_label=school.get_phase_display(),
        status=school.status,
        status_label=state,
        is_open=school.status in (SchoolStatus.OPEN, SchoolStatus.CLOSING),
        resolved_urn=resolved.urn if resolved else None,
        resolved_name=resolved.name if resolved else "",
        miles=_miles(school, origin),
    )
