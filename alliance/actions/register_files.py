"""Opening a published file, and saying what is wrong with it in one sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from alliance.logic.register.lines import UnreadableFile
from foundation.refusal import Refused

Read = TypeVar("Read")


class FileUnreadable(Refused):
    """The file cannot be opened, or nothing of it can be read."""

    code = "file_unreadable"


def opened(path: Path, read: Callable[[BinaryIO], Read]) -> Read:
    """What `read` makes of the file. Raises `FileUnreadable`."""
    try:
        with path.open("rb") as stream:
            return read(stream)
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be opened: {error.strerror}.", field="file") from None
    except UnreadableFile as reason:
        raise FileUnreadable(f"{path.name}: {reason}", field="file") from None
