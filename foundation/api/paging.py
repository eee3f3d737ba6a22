"""The parameters of a page and the addresses in its links."""

from urllib.parse import urlencode

from django.http import HttpRequest

from foundation.api.problems import BadParameter

DEFAULT_LIMIT = 200
MAX_LIMIT = 5_000
MAX_DIGITS = 6


def limit_of(request: HttpRequest) -> int:
    """`?limit=`, from 1 to 5,000. Raises `BadParameter`."""
    text = request.GET.get("limit", str(DEFAULT_LIMIT))
    limit = int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0
    if not 1 <= limit <= MAX_LIMIT:
        raise BadParameter("limit", f"Write a whole number from 1 to {MAX_LIMIT}.")
    return limit


def address(request: HttpRequest, **parameters: object) -> str:
    """This resource's own address with other query parameters."""
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)
