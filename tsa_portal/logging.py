"""Structured logs: one line of JSON an event, with alliance, user and request ids and no personal data."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_PATHS = re.compile(r"(/account/(?:invitations|confirm-email|password/reset/key)/)[^\s/?]+")
# It begins where such a word begins and gives nothing back: a long line is read once, not once a character.
ADDRESS = re.compile(r"(?<![^\s@'\"<>(){}\[\],;:=])[^\s@'\"<>(){}\[\],;:=]++@[\w-]++(?:\.[\w-]+)+")
QUERY = re.compile(r"\?\S*")
PERSONAL = ("ip", "user_agent")


def without_personal_data(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop addresses and browsers, what people searched for, and the links that let somebody in."""
    for name in PERSONAL:
        event.pop(name, None)
    for name in ("request", "event", "exception"):
        if isinstance(event.get(name), str):
            event[name] = ADDRESS.sub("…@…", SECRET_PATHS.sub(r"\1…", event[name]))
    for name in ("request", "event"):
        if isinstance(event.get(name), str):
            event[name] = QUERY.sub("", event[name])
    return event


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.format_exc_info,  # first: what went wrong may quote an address
    without_personal_data,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": PROCESSORS,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handler writes whole paths, links that let somebody in among them.
        "django": {"handlers": []},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}


def configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
