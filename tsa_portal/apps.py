from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Puts the pieces together; holds none itself."""

    name = "tsa_portal"

    def ready(self) -> None:
        from tsa_portal import request_log  # noqa: F401  # connects to signals
