"""The living page: every component in every variant, and whole pages made of them. Development only."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines

from foundation.access import public
from foundation.ui.examples import catalogue as examples
from foundation.ui.examples.layout import invented
from foundation.ui.examples.pages import PAGES, source_of

View = Callable[..., HttpResponseBase]


def development_only(view: View) -> View:
    """404 where DEBUG is off, should the routes ever be included there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public(reason="Shows invented data only, and answers only in development.")
@development_only
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component, drawn."""
    context = invented("", theme=request.GET.get("theme", ""), brand=request.GET.get("brand", ""))
    return render_source(request, examples.page_source(), {**context, "sections": examples.sections(request)})


@public(reason="Shows invented data only, and answers only in development.")
@development_only
def example_page(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page made of components."""
    if name not in PAGES:
        raise Http404(f"There is no example page {name!r}.")
    area, context = PAGES[name]
    layout = invented(area, theme=request.GET.get("theme", ""), brand=request.GET.get("brand", ""))
    return render_source(request, source_of(name), {**layout, **context(), "q": request.GET.get("q", "")})


def render_source(request: HttpRequest, source: str, context: dict[str, object]) -> HttpResponse:
    """A page whose template lies beside the examples, so that production has none of it."""
    return HttpResponse(engines["django"].from_string(source).render(context, request))
