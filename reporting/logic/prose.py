"""The sentences of the report, made from its figures. A sentence whose figures have no value is left
unsaid.
"""

from alliance.logic.academic_year import AcademicYear
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.wording import change, percent


def year_of(frozen: Frozen) -> AcademicYear:
    return AcademicYear(int(frozen.context["year"]))


def counted(number: int, one: str, many: str = "") -> str:
    """`1 school`, `2 schools`, `no schools`."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def last_year(frozen: Frozen, metric: str, **filters: str) -> FrozenFigure | None:
    """The figure of the year before; None when it was not computed."""
    return frozen.find(metric, **filters, year=str(year_of(frozen).previous.start))


def glance_lead(frozen: Frozen) -> str:
    return " ".join(filter(None, (reach_sentence(frozen), _partners_sentence(frozen))))


def reach_sentence(frozen: Frozen) -> str:
    """ "208 of 285 open schools, 73%, took part in at least one thing, up 6 points on the year before.\""""
    now = frozen.find("reach")
    if now is None or now.value is None:
        return ""
    before = last_year(frozen, "reach")
    moved = ""
    if before is not None and before.value is not None:
        moved = f", {change('share', now.value, before.value)} on the year before"
    return (
        f"{now.numerator:,} of {now.denominator:,} open schools in our area, {percent(now.value)}, "
        f"took part in at least one thing{moved}."
    )


def _partners_sentence(frozen: Frozen) -> str:
    now = frozen.find("partner_schools")
    if now is None or now.numerator is None:
        return ""
    be = "is a partner" if now.numerator == 1 else "are partners"
    return f"{counted(now.numerator, 'school').capitalize()} {be}."


def who_lead(frozen: Frozen) -> str:
    """How many partners there are, and how far apart."""
    schools, everybody = frozen.find("partner_schools"), frozen.find("partners_by_kind")
    if schools is None or everybody is None or schools.numerator is None or everybody.numerator is None:
        return ""
    places = frozen.cut_by("partner_schools", "authority")
    authorities = sum(bool(one.numerator) and one.filters["authority"] != "" for one in places)
    said = counted(schools.numerator, "partner school").capitalize()
    if authorities:
        said += f" in {counted(authorities, 'authority', 'authorities')}"
    others = everybody.numerator - schools.numerator
    if others > 0:
        said += f", and {counted(others, 'other partner')}"
    return f"{said}. {_distance_sentence(frozen)}".strip()


def _distance_sentence(frozen: Frozen) -> str:
    figure, lead = frozen.find("distance_to_lead"), frozen.context["alliance"]["lead_school"]
    if figure is None or figure.value is None or not lead:
        return ""
    return f"Half of the schools are within {figure.text} of {lead}."


def membership_sentence(frozen: Frozen) -> str:
    """Who joined and who left in the year."""
    joined, left = frozen.find("partners_joined"), frozen.find("partners_left")
    if joined is None or left is None or joined.numerator is None or left.numerator is None:
        return ""
    return (
        f"{counted(joined.numerator, 'partner').capitalize()} joined in the year and "
        f"{counted(left.numerator, 'partner')} left."
    )


def schools_paragraph(frozen: Frozen) -> str:
    """What changed for schools: how many more or fewer took part, and where most and fewest did."""
    now, before = frozen.find("reach"), last_year(frozen, "reach")
    said = []
    if now and before and now.numerator is not None and before.numerator is not None:
        more = now.numerator - before.numerator
        if more:
            schools = counted(abs(more), "more school" if more > 0 else "fewer school")
            said.append(f"{schools} took part than in the year before.")
        else:
            said.append("As many schools took part as in the year before.")
    said += [
        f"In {one.label} {one.numerator:,} of {one.denominator:,} did."
        for one in _most_and_least(frozen.cut_by("reach", "authority"))
    ]
    so_far = frozen.find("reach_so_far")
    if so_far is not None and so_far.value is not None:
        said.append(
            f"{percent(so_far.value)} of open schools have taken part at some time since records began."
        )
    return " ".join(said)


def _most_and_least(figures: tuple[FrozenFigure, ...]) -> list[FrozenFigure]:
    shown = sorted((one for one in figures if one.value is not None), key=lambda one: (one.value, one.label))
    return [shown[-1], shown[0]] if len(shown) > 1 else shown


def partners_paragraph(frozen: Frozen) -> str:
    """What changed among partners, and whether we know whom to call."""
    said = [membership_sentence(frozen)]
    checked = frozen.find("contacts_checked")
    if checked is not None and checked.value is not None:
        said.append(
            f"{checked.numerator:,} of {checked.denominator:,} contacts, {percent(checked.value)}, "
            "were checked within the year."
        )
    apart = frozen.find("typical_distance")
    if apart is not None and apart.value is not None:
        said.append(f"Two partner schools are typically {apart.text} apart.")
    return " ".join(filter(None, said))


def left_out_sentence(figures: tuple[FrozenFigure, ...]) -> str:
    """What the figures of a page leave out, each reason once with its largest number."""
    most: dict[str, int] = {}
    for figure in figures:
        for reason, number in figure.left_out:
            most[reason] = max(most.get(reason, 0), number)
    return " ".join(f"Left out: {number:,} {reason}." for reason, number in most.items())


def register_range(figures: tuple[FrozenFigure, ...]) -> str:
    """`R-014 to R-022`, or the one id there is."""
    ids = [figure.register_id for figure in figures]
    return ids[0] if len(ids) == 1 else f"{ids[0]} to {ids[-1]}"


def hidden(figures: tuple[FrozenFigure, ...]) -> int:
    return sum(figure.state is State.SUPPRESSED for figure in figures)
