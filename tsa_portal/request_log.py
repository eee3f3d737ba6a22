"""What the one line about a request tells besides its ids: the alliance it was in, and how long it took."""

import time
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django_structlog.signals import bind_extra_request_finished_metadata, bind_extra_request_metadata


@receiver(bind_extra_request_metadata)
def begin(request: HttpRequest, **_: Any) -> None:
    request.began = time.perf_counter()  # type: ignore[attr-defined]  # read below


@receiver(bind_extra_request_finished_metadata)
def finish(request: HttpRequest, log_kwargs: dict[str, Any], **_: Any) -> None:
    alliance = getattr(request, "alliance", None)
    if alliance is not None:
        log_kwargs["alliance_id"] = alliance.pk
    log_kwargs["ms"] = round((time.perf_counter() - request.began) * 1000)  # type: ignore[attr-defined]  # set above
