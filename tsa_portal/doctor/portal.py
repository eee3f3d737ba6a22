"""The portal as it runs: its queue, its processes, its address, its mail."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import redis
from django.conf import settings

from foundation.health.models import Part
from foundation.health.probes import metrics_possible, metrics_wanted
from foundation.health.readiness import LATE_SECONDS, OK, readiness
from tsa_portal.doctor.findings import Finding, fail, ok, warn

SECONDS = 5
NEVER_FORGETS = "noeviction"
SHORTEST_KEY = 40
LOCAL = ("localhost", "127.0.0.1", "::1")
LAGS = {
    "outbox": ("A job has waited {} s to be told to the queue", "./portal run relay"),
    "waiting": ("A job has waited {} s for a worker", "More workers: ./portal run worker --processes N"),
    "feed": (
        "The change feed is {} s late",
        "A transaction is open: SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY xact_start;",
    ),
}


def queue() -> Iterator[Finding]:
    client = redis.from_url(settings.REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
    try:
        told = client.info("server")
        policy = client.info("memory").get("maxmemory_policy", NEVER_FORGETS)
    except (redis.RedisError, OSError) as problem:
        yield fail(
            f"The queue does not answer ({type(problem).__name__})", "Is it running? REDIS_URL names it."
        )
        return
    finally:
        client.close()
    name = told.get("server_name", "redis")
    yield ok(f"The queue answers: {name} {told.get(f'{name}_version', '')}".rstrip())
    if policy != NEVER_FORGETS:
        yield warn(
            f"The queue may drop what waits ({policy})", f"CONFIG SET maxmemory-policy {NEVER_FORGETS}"
        )


def processes() -> Iterator[Finding]:
    state = readiness()
    for part in Part:
        word = state.parts.get(part.value, "unknown")
        if word == OK:
            yield ok(f"{part.label} is running")
        else:
            yield warn(f"{part.label} is {word}", f"./portal run {part.value}")
    for name, (what, mend) in LAGS.items():
        lag = state.lags.get(name)
        if lag is not None and lag > LATE_SECONDS[name]:
            yield warn(what.format(lag), mend)
        elif lag is not None:
            yield ok(f"{name.capitalize()} lag: {lag} s")


def figures() -> Iterator[Finding]:
    if not metrics_wanted():
        return
    if metrics_possible():
        yield ok("Figures for Prometheus are at /metrics")
    else:
        yield warn(
            "TSA_METRICS_TOKEN is set, but /metrics needs a package that is not there",
            "uv pip install 'prometheus-client>=0.22'",
        )


def address() -> Iterator[Finding]:
    host = urlsplit(settings.ADDRESS).hostname or ""
    if host in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield ok(f"People reach the portal at {settings.ADDRESS}")
    else:
        yield fail(f"TSA_ADDRESS names {host}, which TSA_ALLOWED_HOSTS does not", f"TSA_ALLOWED_HOSTS={host}")
    if not settings.SECURE and host not in LOCAL:
        yield fail("Passwords travel in the clear: the address is not https", f"TSA_ADDRESS=https://{host}")
    if settings.SECURE and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield warn(
            "Every log-in seems to come from the proxy, and shares one limit",
            "TSA_TRUSTED_PROXIES=1",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield warn("Any host name is answered", f"TSA_ALLOWED_HOSTS={host}")
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield warn(
            "TSA_SECRET_KEY is short",
            "TSA_SECRET_KEY=$(openssl rand -base64 48), the old one in TSA_SECRET_KEY_FALLBACKS",
        )
    if settings.DEBUG:
        yield warn("TSA_DEBUG shows code to whoever meets an error", "TSA_DEBUG=0")


def mail() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield warn(
            "Mail goes to the log and reaches nobody", "TSA_EMAIL_URL=smtp+tls://user:password@host:587"
        )
        return
    there = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=SECONDS):
            yield ok(f"The mail server {there} answers")
    except OSError as problem:
        yield fail(
            f"The mail server {there} does not answer ({type(problem).__name__})", "TSA_EMAIL_URL names it."
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        yield warn(
            "Mail is sent from localhost, which many servers refuse",
            "TSA_EMAIL_FROM='TSA Portal <portal@your.domain>'",
        )


CHECKS = (queue, processes, figures, address, mail)
