"""A component takes what its signature says and nothing else."""

import pytest
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.utils.safestring import mark_safe

from foundation.ui.component import REGISTRY, component


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% badge "good" colour="red" %}', "unexpected keyword argument 'colour'"),
        ('{% panel titel="Timeline" %}{% endpanel %}', "unexpected keyword argument 'titel'"),
        ("{% next_action %}{% endnext_action %}", "did not receive value(s) for the argument(s): 'title'"),
        ('{% badge "good" "Active" "extra" %}', "too many positional arguments"),
        ('{% badge "good" state="bad" %}', "multiple values for 'state'"),
        ('{% panel title="Timeline" %}', "Unclosed tag"),
        ("{% fill %}{% endfill %}", "takes the name of one slot"),
    ],
)
def test_a_wrong_attribute_stops_the_template_from_compiling(source: str, words: str) -> None:
    with pytest.raises(TemplateSyntaxError) as refused:
        engines["django"].from_string("{% load ui %}" + source)
    assert words in str(refused.value)


def test_every_component_refuses_an_attribute_it_does_not_have() -> None:
    for name, entry in REGISTRY.items():
        source = f"{{% load ui %}}{{% {name} surprise=1 %}}" + (f"{{% end{name} %}}" if entry.block else "")
        with pytest.raises(TemplateSyntaxError, match="surprise"):
            engines["django"].from_string(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% badge "fine" %}',
        '{% button "Save" kind="big" %}',
        '{% icon "unicorn" %}',
        "{% panel level=1 %}{% endpanel %}",
        '{% table caption="Partners" narrow="squeeze" %}{% endtable %}',
    ],
)
def test_a_value_outside_a_closed_vocabulary_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="use one of"):
        draw(source)


def test_a_value_from_a_variable_is_checked_like_a_written_one() -> None:
    with pytest.raises(TemplateSyntaxError, match="state is 'purple'"):
        draw("{% badge state %}", state="purple")


def test_a_slot_that_the_component_lacks_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no slot 'header'; it has actions, note, foot"):
        draw('{% panel title="Timeline" %}{% fill header %}x{% endfill %}{% endpanel %}')


def test_a_slot_outside_any_component_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="outside a component"):
        draw("{% fill actions %}x{% endfill %}")


def test_a_slot_belongs_to_the_nearest_component_around_it() -> None:
    drawn = draw(
        '{% section_head title="Outer" %}{% fill actions %}outer link{% endfill %}'
        '{% panel title="Inner" %}{% fill actions %}inner link{% endfill %}body{% endpanel %}'
        "{% endsection_head %}"
    )
    inner = drawn[drawn.index('<section class="panel') :]
    assert "inner link" in inner
    assert "outer link" not in inner
    assert drawn.count("outer link") == 1


def test_content_sees_the_page_and_the_component_does_not() -> None:
    drawn = draw("{% panel %}{{ title }} {{ secret }}{% endpanel %}", title="From the page", secret="seen")
    assert "From the page seen" in drawn
    assert "panel__title" not in drawn


def test_text_is_escaped_once() -> None:
    drawn = draw("{% badge state word %}", state="good", word="<b>R&D</b>")
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in drawn


def test_two_components_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="'badge' exists already"):

        @component()
        def badge() -> dict[str, object]:
            return {}


def test_what_is_kept_of_a_drawing_is_never_taken_for_another() -> None:
    engine = Engine(libraries={"ui": "foundation.templatetags.ui"}, dirs=engines["django"].engine.dirs)
    source = engine.from_string("{% load ui %}{% badge state word %}")
    words = ["<b>", mark_safe("<b>"), "<b>", "Due"]
    drawn = [source.render(Context({"state": "good", "word": word})) for word in words]
    assert ["&lt;b&gt;" in text for text in drawn] == [True, False, True, False]
    assert drawn[0] == drawn[2]
    assert "Due" in drawn[3]
