"""The living page of letters: every one as a mail program shows it, wide and on a phone. Development only."""

import base64

from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from foundation.access import public
from foundation.emails import html
from foundation.emails.letter import Letter
from foundation.emails.samples import registered
from foundation.ui.examples.layout import invented
from foundation.ui.examples.letters import source_of
from foundation.ui.items import Column, Crumb, Fact
from foundation.ui.views import development_only, render_source

INVENTED = "Shows invented letters only, and answers only in development."
CRUMBS = [Crumb("Components", "/_components/"), Crumb("Letters", "/_components/letters/")]
COLUMNS = [Column("Subject"), Column("Name")]
HELD_BY_A_SANDBOX = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": [""],
}
"""Letters carry their styles inline, as mail programs ask; nothing else may happen in the frame."""


@public(reason=INVENTED)
@development_only
def letters(request: HttpRequest) -> HttpResponse:
    """Every letter, with its subject."""
    listed = [(name, sample().subject) for name, sample in registered().items()]
    context = {"letters": listed, "columns": COLUMNS, "breadcrumbs": CRUMBS}
    layout = invented("", theme=request.GET.get("theme", ""))
    return render_source(request, source_of("list"), {**layout, **context})


@public(reason=INVENTED)
@development_only
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # typed for views without arguments
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter: its head, both widths, and the text part."""
    shown = _sample(name)
    message = shown.message()
    head = [
        Fact("Subject", str(message.subject)),
        Fact("From", message.from_email),
        Fact("To", ", ".join(message.to)),
        Fact("Reply to", ", ".join(message.reply_to) or "The portal's own address"),
        *(Fact(key, value) for key, value in message.extra_headers.items()),
    ]
    context = {"name": name, "letter": shown, "facts": head, "breadcrumbs": [*CRUMBS, Crumb(shown.subject)]}
    layout = invented("", theme=request.GET.get("theme", ""))
    return render_source(request, source_of("letter"), {**layout, **context})


@public(reason=INVENTED)
@development_only
@csp_replace(HELD_BY_A_SANDBOX)  # type: ignore[arg-type]  # typed for views without arguments
@xframe_options_sameorigin
def html_part(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML alone, for the frames; what travels beside it in a letter stands in it here."""
    shown = _sample(name)
    logo = shown.sender.logo
    inline = f"data:image/png;base64,{base64.b64encode(logo).decode()}" if logo else ""
    return HttpResponse(html.draw(shown, logo=inline))


def _sample(name: str) -> Letter:
    sample = registered().get(name)
    if sample is None:
        raise Http404(f"There is no letter {name!r}.")
    return sample()
