from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every app stands on."""

    name = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
