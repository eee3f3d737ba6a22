"""Structured logs: one line of JSON an event, with alliance, user and request ids and no personal data."""

import re
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from psycopg2 import errorcodes

SECRET_PATHS = re.compile(
    r"(/account/(?:invitations|confirm-email|password/reset/key)/|/p/[^\s/?]+/(?:approvals|answer)/)[^\s/?]+"
)
# It begins where such a word begins and gives nothing back: a long line is read once, not once a character.
ADDRESS = re.compile(r"(?<![^\s@'\"<>(){}\[\],;:=])[^\s@'\"<>(){}\[\],;:=]++@[\w-]++(?:\.[\w-]+)+")
QUERY = re.compile(r"\?\S*")
QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|“[^”]*+”""")
ROW = re.compile(r"(DETAIL|CONTEXT):.*", re.DOTALL)
PERSONAL = ("ip", "user_agent")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def with_scope(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say for whom the code was acting, in a request and in a job alike."""
    from foundation.tenancy.scope import current_scope  # the settings are read before Django can be

    scope = current_scope()
    ids = {"alliance_id": scope.alliance_id, "user_id": scope.user_id, "request_id": scope.request_id}
    for name, value in ids.items():
        if value:
            event.setdefault(name, value)
    return event


def without_personal_data(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop addresses and browsers, what people searched for, what a row held, and links that let somebody
    in.
    """
    for name in PERSONAL:
        event.pop(name, None)
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = ADDRESS.sub("…@…", SECRET_PATHS.sub(r"\1…", ROW.sub(r"\1: …", value)))
    for name in ("request", "event"):
        if isinstance(event.get(name), str):
            event[name] = QUERY.sub("", event[name])
    return event


def trace(exc_info: ExcInfo) -> str:
    """Where it went wrong, and what kind of thing: errors and their causes, without the values they quote."""
    lines: list[str] = []
    for error in reversed(list(_chain(exc_info[1]))):
        lines += traceback.format_tb(error.__traceback__)
        lines.append(f"{type(error).__name__}: {_message(error)}\n")
    return "".join(lines)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from, and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _message(error: BaseException) -> str:
    """What the error says. Of a row that PostgreSQL refused only which rule of which table it broke."""
    refused = error if getattr(error, "pgcode", None) else error.__cause__
    code = getattr(refused, "pgcode", None)
    if code:
        told = refused.diag  # type: ignore[union-attr]  # only psycopg2's errors have a code
        words = (errorcodes.lookup(code), told.table_name, told.column_name, told.constraint_name)
        return " ".join(word for word in words if word)
    return QUOTED.sub("'…'", str(error))


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    with_scope,
    structlog.processors.ExceptionRenderer(trace),  # before the next: what went wrong may quote an address
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
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": PROCESSORS,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handler writes whole paths, links that let somebody in among them.
        "django": {"handlers": []},
        # What these say of a request that failed, the line about the request says with its ids.
        "django.request": {"handlers": [], "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}


def configured(level: str) -> dict[str, Any]:
    """`LOGGING` from that level on, by name."""
    return LOGGING | {"root": LOGGING["root"] | {"level": level.upper()}}


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
