"""Invented names of schools, streets and people. None is meant to be a real one."""

from collections.abc import Iterator
from random import Random


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    "Ald Ashen Bar Beck Birk Bracken Burn Cald Carl Cross Dales Dun Els Fern Fox Garth Gill "
    "Hack Hallow Hazel Hell Holl Ings Kel Kirk Lamb Lark Ling Low Marsh Mill Moor Nether "
    "Oaken Otter Over Pend Quarry Raven Row Rudd Salt Sand Scar Skel Stain Swin Tarn Thorn "
    "Under Wad Whin Wind Wren Yar"
)
SECOND = _words(
    "beck borough by cliffe combe croft dale den fell field garth grave ham hill holme how "
    "law lea ley mere moor rigg scar side stead thorpe thwaite wath well wick wold"
)
SAINTS = _words("Aidan Bede Cedd Cuthbert Ebba Hild Oswin Wilfrid Columba Gregory Helen Paulinus")
STREETS = _words("Church Mill Station School Beacon Orchard Priory Quarry Market Green")
WAYS = _words("Lane Road Street Bank Close Way")
GIVEN = _words(
    "Amina Anselm Bethan Callum Dafydd Deborah Edith Elspeth Farah Gareth Hannah Imran Ingrid "
    "Jamal Jennifer Kieran Leah Lorna Malcolm Mei Nadia Noreen Oliver Parveen Rachel Rajan "
    "Rosalind Samuel Siobhan Tomasz Ursula Victor Winifred Yusuf Zoe"
)
FAMILY = _words(
    "Abara Bellwood Calloway Dransfield Eastwood Farrimond Garside Hartnell Iqbal Jessop "
    "Kettlewell Lumley Maddrell Nuttall Okonkwo Pickersgill Quarmby Rahman Stainforth "
    "Thackray Underhill Verity Winterburn Yeadon"
)


def stems(random: Random) -> Iterator[str]:
    """Invented place names, each once, in an order that the seed fixes."""
    found = sorted({first + second for first in FIRST for second in SECOND if not _doubled(first, second)})
    random.shuffle(found)
    yield from found


def person(random: Random) -> str:
    """A given and a family name."""
    return f"{random.choice(GIVEN)} {random.choice(FAMILY)}"


def street(random: Random) -> str:
    return f"{random.choice(STREETS)} {random.choice(WAYS)}"


def _doubled(first: str, second: str) -> bool:
    """Clumsy to read: "Moormoor", "Hallowwick", "Saltthorpe"."""
    return first.lower() == second or first[-1].lower() == second[0] or first.lower().endswith(second)
