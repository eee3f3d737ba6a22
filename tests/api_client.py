"""A partner's system, as the tests see it: a credential, and a client that shows it."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from alliance.actions.credentials import make_credential
from alliance.choices import ApiScope
from alliance.models import ApiCredential, Partner
from foundation.tenancy.scope import acting_within

EVERY_SCOPE = list(ApiScope.values)


class System:
    """Calls the API with one credential."""

    def __init__(self, credential: ApiCredential, text: str) -> None:
        self.credential, self.text = credential, text
        self.slug = credential.alliance.slug
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        """An address, or a path below the alliance's own."""
        address = path if path.startswith(("/", "http")) else f"/api/v1/alliances/{self.slug}/{path}"
        headers = {"Authorization": f"Bearer {self.text}", **headers}
        return self.client.get(address, headers=headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request that writes, below the alliance's own address."""
        return self.client.generic(
            method.upper(),
            f"/api/v1/alliances/{self.slug}/{path}",
            data=b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.text}", **headers},
        )

    def pages(self, path: str, most: int = 100) -> list[dict[str, Any]]:
        """Every page from `path` on, until there is no next one."""
        pages: list[dict[str, Any]] = []
        address: str | None = path
        while address and len(pages) < most:
            response = self.get(address)
            assert response.status_code == 200, response.content
            pages.append(response.json())
            address = pages[-1]["links"].get("next")
        return pages

    def objects(self, path: str) -> list[dict[str, Any]]:
        return [each for page in self.pages(path) for each in page["data"]]

    def names(self, path: str) -> list[str]:
        return [each["name"] for each in self.objects(path)]


def system_of(partner: Partner, scopes: list[str] = EVERY_SCOPE, **fields: Any) -> System:
    """A system with a fresh credential of the partner."""
    with acting_within(partner.alliance_id):
        credential, text = make_credential(
            partner=partner,
            name="Arbor sync",
            scopes=scopes,
            expires_at=timezone.now() + timedelta(days=30),
            by=None,
        )
    ApiCredential.objects.filter(pk=credential.pk).update(**fields)
    return System(credential, text)
