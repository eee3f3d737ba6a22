"""The last of an alliance's first steps."""

from alliance.queries.getting_started import FirstStep
from reporting.models import Edition

FIRST_REPORT = FirstStep(
    "first-report",
    "Collect your first report",
    "What you have brought in is counted, page by page; what is missing is named. Nobody sees it before you "
    "approve it.",
    "Open Insight",
    "insight",
    lambda alliance: Edition.objects.all(),
    900,
)
