"""Cells drawn by format strings are what their components draw."""

import pytest
from django.template import Context, Template

from foundation.lists.cells import mark, marked, tagged
from foundation.ui.states import STATES

WORD = 'Overdue & <b>"late"</b>'


def drawn(source: str, **values: str) -> str:
    return Template("{% load ui %}" + source).render(Context(values)).strip()


@pytest.mark.parametrize("state", STATES)
def test_a_cell_is_what_its_component_draws(state: str) -> None:
    assert mark(state) == drawn("{% mark state %}", state=state)
    assert marked(state, WORD) == drawn("{% state state word %}", state=state, word=WORD)
    assert tagged(state, WORD) == drawn("{% badge state word %}", state=state, word=WORD)
