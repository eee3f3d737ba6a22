"""What layouts keep: drawn once for the same values, anew for others, and with nothing else in sight."""

import pytest
from django.template import Context, TemplateSyntaxError, engines

from foundation.ui import component, kept
from foundation.ui.items import NavItem

TODAY, TASKS = NavItem("Today", "/today/", "home"), NavItem("My tasks", "/tasks/", "check")


def drawn(source: str, **values: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(values)


def test_the_same_values_are_drawn_once_and_others_anew() -> None:
    template = engines["django"].from_string(
        "{% load ui %}{% kept nav %}{% for item in nav %}{{ item.label }} {% endfor %}{% endkept %}"
    )
    assert [template.render({"nav": nav}) for nav in ([TODAY], [TODAY, TASKS], [TODAY])] == [
        "Today",
        "Today My tasks",
        "Today",
    ]
    (node,) = [node for node in template.template.nodelist if hasattr(node, "names")]
    context = Context({"nav": [TODAY]})
    with context.bind_template(template.template), context.render_context.push_state(template.template):
        assert node.render(context) is node.render(context)


def test_the_content_sees_nothing_but_what_it_names() -> None:
    assert drawn("{% kept name %}{{ name }}, {{ secret }}{% endkept %}", name="Ada", secret="1") == "Ada,"


def test_what_is_kept_is_escaped_as_everything_is() -> None:
    assert drawn("{% kept name %}{{ name }}{% endkept %}", name="<b>") == "&lt;b&gt;"


def test_however_many_layouts_are_kept_what_components_drew_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component, "MOST_DRAWN", 3)
    template = engines["django"].from_string('{% load ui %}{% state "good" "Drawn once" %}')
    (_, node) = template.template.nodelist
    context = Context()
    with context.bind_template(template.template), context.render_context.push_state(template.template):
        before = node.render(context)
        for name in range(10):
            drawn("{% kept name %}{{ name }}{% endkept %}", name=name)
        assert node.render(context) is before


def test_as_many_values_as_there_are_no_more_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component, "MOST_DRAWN", 3)
    for name in range(10):
        drawn("{% kept name %}{{ name }}{% endkept %}", name=name)
    assert len(kept.KEPT) <= 3


def test_without_names_the_template_does_not_compile() -> None:
    with pytest.raises(TemplateSyntaxError, match="takes the names of the variables"):
        drawn("{% kept %}{% endkept %}")
