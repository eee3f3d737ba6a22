from django.apps import AppConfig


class ITTConfig(AppConfig):
    """Initial teacher training: trainees, placements and mentors."""

    name = "itt"
    default_auto_field = "django.db.models.BigAutoField"
