"""What axe finds on a page in a browser: every rule in the theme it opens in, the colours again in the other.

axe is put into each page as it loads (`put_into`), so that one load can be looked at several times.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""The only ones that the theme can make a difference to."""

RUN = """async ([rules, isTags, within]) => {
    const {violations} = await axe.run(document.querySelector(within) ?? document, {
        runOnly: {type: isTags ? 'tag' : 'rule', values: rules},
        rules: isTags ? {'target-size': {enabled: true}} : {},
        resultTypes: ['violations'],
    });
    return violations.map(({id, nodes: [{html, any}]}) =>
        `${id}: ${html.slice(0, 160)} ${any.map(one => one.message).join(' ').slice(0, 160)}`);
}"""


AT_ONCE = """
const still = new CSSStyleSheet();
still.replaceSync('*, ::before, ::after { transition: none !important }');
document.adoptedStyleSheets = [still];
"""
"""Nothing fades from one theme into the other while axe looks at it."""


def put_into(pages: Any) -> None:
    """Have axe in every page that this context, or this page, opens from now on."""
    pages.add_init_script(Axe().axe_script + AT_ONCE)


def found_in_light_and_dark(page: Any, *, dark_within: str = "html") -> list[str]:
    """What is wrong with the page as it stands, in either theme; it is left dark.

    `dark_within` is a selector: what stands around it has been looked at in the dark on another page.
    """
    page.emulate_media(color_scheme="light")
    wrong = [f"light {one}" for one in page.evaluate(RUN, [RULES, True, "html"])]
    page.emulate_media(color_scheme="dark")
    return wrong + [f"dark {one}" for one in page.evaluate(RUN, [COLOUR_RULES, False, dark_within])]
