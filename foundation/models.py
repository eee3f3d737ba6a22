"""The foundation's tables, each declared in the package it belongs to."""

from foundation.api.models import KeptAnswer
from foundation.approvals.models import Approval, ApprovalLink
from foundation.audit.models import AuditEvent
from foundation.drafts.models import Draft
from foundation.erasure.models import Erasure
from foundation.feed.models import Change, FeedGeneration
from foundation.health.models import Pulse
from foundation.importer.models import ColumnMatch, Import, ImportRow
from foundation.jobs.models import Job, JobOutcome, OutboxEntry
from foundation.lists.models import BulkChange, BulkRow, DefaultView, SavedView
from foundation.notifications.models import Notification

__all__ = [
    "Approval",
    "ApprovalLink",
    "AuditEvent",
    "BulkChange",
    "BulkRow",
    "Change",
    "ColumnMatch",
    "DefaultView",
    "Draft",
    "Erasure",
    "FeedGeneration",
    "Import",
    "ImportRow",
    "Job",
    "JobOutcome",
    "KeptAnswer",
    "Notification",
    "OutboxEntry",
    "Pulse",
    "SavedView",
]
