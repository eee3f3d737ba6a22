"""Documents that ask for what they may not have, each in another way: ``python -m … FOLDER PORT`` draws them
all.

One process for all of them, with the renderer's own fetcher and fences. It prints what became of each as
JSON.
"""

import importlib
import json
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from foundation.pdf.fences import fence_in


def page(body: str, head: str = "") -> str:
    return f'<html lang="en-GB"><head><title>t</title>{head}</head><body>{body}</body></html>'


def style(rules: str) -> str:
    return page("<p>x</p>", f"<style>{rules}</style>")


def svg(inside: str) -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return page(f'<svg {names} width="9" height="9"><title>t</title>{inside}</svg>')


WAYS = {
    "image": page('<img alt="x" src="AT/x.png">'),
    "image set": page('<img alt="x" srcset="AT/x.png 2x">'),
    "base": page('<img alt="x" src="x.png">', '<base href="AT/">'),
    "stylesheet": page("x", '<link rel="stylesheet" href="AT/x.css">'),
    "import": style("@import url(AT/x.css);"),
    "import in a string": style('@import "AT/x.css" print;'),
    "background": style("body { background: url(AT/x.png) }"),
    "content": style("p::before { content: url(AT/x.png) }"),
    "list style": page('<ul style="list-style: url(AT/x.png)"><li>x</ul>'),
    "border": style("p { border: 9px solid; border-image: url(AT/x.png) 30 }"),
    "font": style("@font-face { font-family: a; src: url(AT/x.woff2) } body { font-family: a }"),
    "page": style("@page { background: url(AT/x.png) }"),
    "margin box": style("@page { @top-left { content: url(AT/x.png) } }"),
    "colour profile": style("@color-profile --a { src: url(AT/x.icc) }"),
    "picture in a picture": svg('<image href="AT/x.png" width="9" height="9"/>'),
    "picture by an old name": svg('<image xlink:href="AT/x.png" width="9" height="9"/>'),
    "style of a picture": svg("<style>@import url(AT/x.css);</style>"),
    "object": page('<object data="AT/x.svg">x</object>'),
    "embed": page('<embed src="AT/x.svg">'),
    "attachment": page("x", '<link rel="attachment" href="AT/x.txt">'),
    "attached link": page('<a rel="attachment" href="AT/x.txt">x</a>'),
}


def attempt(html: str, folder: Path, address: str) -> list[str]:
    """``refused`` with the host it asked for, or ``drawn`` with what was attached."""
    import weasyprint  # only the process that draws loads it

    from foundation.pdf.fetcher import AssetFetcher, Refused
    from foundation.pdf.inspect import inspect

    target, fetcher = folder / "document.pdf", AssetFetcher(folder)
    with suppress(Refused):
        document = weasyprint.HTML(string=html.replace("AT", address), url_fetcher=fetcher)
        document.write_pdf(target, pdf_variant="pdf/ua-1")
    if fetcher.refusals:
        words = str(fetcher.refusals[0])
        return ["refused", "127.0.0.1" if address in words else words]
    return ["drawn", f"{len(inspect(target).attachments)} attachments"]


def main(folder: Path, port: str) -> None:
    importlib.import_module("weasyprint")  # before the fences go up, as in the child
    tempfile.tempdir = str(folder)
    fence_in(folder)
    outcomes = {way: attempt(html, folder, f"http://127.0.0.1:{port}") for way, html in WAYS.items()}
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
