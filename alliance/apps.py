from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """The alliance itself: its people, partners, school register and what it shares with them."""

    name = "alliance"
    default_auto_field = "django.db.models.BigAutoField"
