from django.apps import AppConfig


class FaultsConfig(AppConfig):
    """Brings the counted job into the processes that the fault tests start."""

    name = "tests.faults"

    def ready(self) -> None:
        from foundation.jobs.registry import register_job
        from tests.faults.counted import COUNTED, count

        register_job(COUNTED, count)
