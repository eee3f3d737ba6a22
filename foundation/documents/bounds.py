"""How much of a document is read, and the sentences for one that cannot be."""

UPLOAD, TEXT, REPORT = "upload", "text.txt", "report.json"
MEMORY_MB = 512
SECONDS = 60
MOST_CHARACTERS = 400_000
"""Two hundred pages. What stands behind them is not found by its words."""
MOST_PARTS = 3_000
"""Files inside an Office document; a deck of two hundred slides has about nine hundred."""
LARGEST_PART = 64 << 20
"""Bytes of one part, unpacked."""
LARGEST_UNPACKED = 192 << 20
MOST_PAGES = 2_000

LOCKED = "It is locked with a password, so its words cannot be searched."
DAMAGED = "It is damaged, so its words cannot be searched."
TOO_LARGE = "It unpacks to more than the portal reads, so its words cannot be searched."
NO_WORDS = "It holds no words, only pictures: a scan can be found by its title and description alone."


class Unreadable(Exception):
    """The words cannot be read; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
