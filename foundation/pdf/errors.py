"""What can go wrong with a document, in words for a log and for the person who asked for it."""


class RenderFailed(Exception):
    """The document could not be made; the message says why. No file was written."""


class AssetRefused(RenderFailed):
    """The document asked for something that is not one of its own assets."""


class RenderTimedOut(RenderFailed):
    """The document took longer than it was given, and its process was ended."""


class RenderCancelled(RenderFailed):
    """Somebody asked for the work to stop, and its process was ended."""
