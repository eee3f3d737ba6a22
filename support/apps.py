from django.apps import AppConfig


class SupportConfig(AppConfig):
    """School-to-school support: SLEs, requests and deployments."""

    name = "support"
    default_auto_field = "django.db.models.BigAutoField"
