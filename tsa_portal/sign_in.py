"""Signing in at Microsoft Entra ID and Google Workspace: what the environment says, checked.

Each is one organisation's own: Entra is asked by its tenant id, never as `common`, and `claims` are what the
identity token must say besides: the tenant, and of Google the domain of the school's own accounts (`hd`).
"""

import re
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ENTRA = "https://login.microsoftonline.com"
GOOGLE = "https://accounts.google.com"


def providers_of(env: environ.Env) -> dict[str, Any]:
    """allauth's `SOCIALACCOUNT_PROVIDERS`. Raises `ImproperlyConfigured` for a half-told provider."""
    apps = []
    if tenant := env.str("TSA_ENTRA_TENANT", default="").lower():
        client = env.str("TSA_ENTRA_CLIENT_ID", default=""), env.str("TSA_ENTRA_CLIENT_SECRET", default="")
        _check("TSA_ENTRA", client)
        if not TENANT.fullmatch(tenant):
            raise ImproperlyConfigured(
                "TSA_ENTRA_TENANT is not a tenant id, such as 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0."
                " `common` and its like let in anybody who has a Microsoft account."
            )
        apps.append(app_of("microsoft", "Microsoft", f"{ENTRA}/{tenant}/v2.0", client, {"tid": [tenant]}))
    if domains := env.list("TSA_GOOGLE_DOMAINS", default=[]):
        client = env.str("TSA_GOOGLE_CLIENT_ID", default=""), env.str("TSA_GOOGLE_CLIENT_SECRET", default="")
        _check("TSA_GOOGLE", client)
        apps.append(app_of("google", "Google", GOOGLE, client, {"hd": domains}))
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}} if apps else {}


def app_of(
    provider_id: str, name: str, server: str, client: tuple[str, str], claims: dict[str, list[str]]
) -> dict[str, Any]:
    """One provider, as allauth takes it. The identity token says everything; nothing else is fetched."""
    asked = {"prompt": "select_account"}
    if len(claims.get("hd", [])) == 1:
        asked["hd"] = claims["hd"][0]
    return {
        "provider_id": provider_id,
        "name": name,
        "client_id": client[0],
        "secret": client[1],
        "settings": {
            "server_url": server,
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
            "auth_params": asked,
            "claims": claims,
        },
    }


def _check(prefix: str, client: tuple[str, str]) -> None:
    if not all(client):
        raise ImproperlyConfigured(f"{prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET go together: set both.")
