from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Puts the pieces together; holds none itself."""

    name = "tsa_portal"

    def ready(self) -> None:
        from tsa_portal import celery  # noqa: F401  # makes `shared_task` bind to the portal's Celery app
