"""The demo's larger alliance has put its first steps away; the smaller one still has some."""

from alliance.actions.getting_started import skip_step
from alliance.demo.parts import DemoAlliance
from alliance.queries.getting_started import WHOLE

LONG_BEGUN = "eastmoor"


def put_first_steps_away(demo: DemoAlliance) -> None:
    if demo.alliance.slug == LONG_BEGUN:
        skip_step(key=WHOLE, by=demo.strategic_lead.user)
