"""The reporting app's tables, one file per aggregate."""

from reporting.models.edition import Edition
from reporting.models.foreword import Foreword
from reporting.models.removal import Removal
from reporting.models.snapshot import Document, Figure, Snapshot

__all__ = ["Document", "Edition", "Figure", "Foreword", "Removal", "Snapshot"]
