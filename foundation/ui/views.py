"""The living page: every component in every variant, and whole pages made of them. Development only."""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.views.decorators.clickjacking import xframe_options_sameorigin

from foundation.access import public
from foundation.ui.component import REGISTRY
from foundation.ui.examples import catalogue as examples
from foundation.ui.examples.layout import invented
from foundation.ui.examples.pages import PAGES, source_of
from foundation.ui.items import Crumb

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
    return render_source(
        request, examples.source_of("catalogue"), {**context, "sections": examples.sections(request)}
    )


@public(reason="Shows invented data only, and answers only in development.")
@development_only
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # its types know no view with arguments
def component_page(request: HttpRequest, name: str) -> HttpResponse:
    """One component: its call, how it is meant, and its variants wide and on a phone, light and dark."""
    shown = _known(name, request)
    crumbs = [Crumb("Components", "/_components/"), Crumb(name)]
    context = invented("", theme=request.GET.get("theme", ""), brand=request.GET.get("brand", ""))
    return render_source(
        request, examples.source_of("component"), {**context, "entry": shown, "breadcrumbs": crumbs}
    )


@public(reason="Shows invented data only, and answers only in development.")
@development_only
@csp_update({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]  # likewise
@xframe_options_sameorigin
def component_alone(request: HttpRequest, name: str) -> HttpResponse:
    """A component's variants and nothing around them, for the frames of its page."""
    context: dict[str, object] = {"theme": request.GET.get("theme", ""), "entry": _known(name, request)}
    return render_source(request, examples.source_of("alone"), context)


@public(reason="Shows invented data only, and answers only in development.")
@development_only
def example_page(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page made of components."""
    if name not in PAGES:
        raise Http404(f"There is no example page {name!r}.")
    area, context = PAGES[name]
    layout = invented(area, theme=request.GET.get("theme", ""), brand=request.GET.get("brand", ""))
    return render_source(request, source_of(name), {**layout, **context(), "q": request.GET.get("q", "")})


def _known(name: str, request: HttpRequest) -> dict[str, object]:
    if name not in REGISTRY:
        raise Http404(f"There is no component {name!r}.")
    return examples.component(name, request)


def render_source(request: HttpRequest, source: str, context: dict[str, object]) -> HttpResponse:
    """A page whose template lies beside the examples, so that production has none of it."""
    return HttpResponse(engines["django"].from_string(source).render(context, request))
