"""How a caller authenticates, as the document tells it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class BearerScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer tsa_…`"""

    target_class = "alliance.api.authentication.CredentialAuthentication"
    name = "credential"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "tsa_<prefix>_<secret>",
            "description": "An API credential of a partner, made in the portal by the partner's own contact.",
        }
