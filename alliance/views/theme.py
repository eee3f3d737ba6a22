"""Light, dark, or as the device is set."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alliance.actions.accounts import choose_theme
from foundation.access import public
from foundation.ui.theme import Theme, remember


@require_POST
@public("one's own choice, kept in one's own account or, before log-in, in one's own browser")
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep `theme` and go back to `next`, the page it was chosen on."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme.values:
        raise BadRequest("There is no such theme.")
    if request.user.is_authenticated:
        choose_theme(user=request.user, theme=Theme(chosen))
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if here else "home")
    remember(response, Theme(chosen), secure=settings.SECURE)
    return response
