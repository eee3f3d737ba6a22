"""Two PDF/UA checkers that know nothing of the renderer: `outloud` (91 rules) and `pdfua`."""

from pathlib import Path

import outloud
import pdfua

NOT_EVALUATED = {"UA-14-001"}
"""`pdfua` cannot read heading levels with this release of pikepdf; `outloud` does (HDG-001)."""


def complaints(path: Path) -> list[str]:
    """The errors either of them finds, as `rule, page: message`; also where one could not look."""
    heard, looked = outloud.check(str(path)), pdfua.validate(str(path))
    found = [str(heard.error)] if heard.error else []
    found += [
        f"{one.rule}, page {one.page}: {one.message}" for one in heard.findings if one.severity == "error"
    ]
    found += [f"{one.rule_id}: {one.message}" for one in looked.findings]
    found += [f"{one.rule_id}: not evaluated" for one in looked.skipped if one.rule_id not in NOT_EVALUATED]
    return found
