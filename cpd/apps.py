from django.apps import AppConfig


class CPDConfig(AppConfig):
    """Professional development: programmes, course runs and bookings."""

    name = "cpd"
    default_auto_field = "django.db.models.BigAutoField"
