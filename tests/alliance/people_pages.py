"""The pages about people with access, as tests read them."""

import re

from django.urls import reverse


def page(alliance: object, name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": alliance.slug, **kwargs})


def in_words(row: str) -> list[str]:
    """What a row of a list says, without its tags and pictures."""
    texts = re.split(r"<[^>]*>", re.sub(r"<svg.*?</svg>", "", row, flags=re.S))
    return [text.strip() for text in texts if text.strip()]
