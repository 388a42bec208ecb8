"""The content security policy of Parley's pages: what is in the page may run, and nothing is fetched."""

from __future__ import annotations

import base64
import hashlib


def policy(script: str = "", style: str | None = None) -> str:
    """Return the policy of a page.

    Parameters
    ----------
    script
        The one script that may run; empty for none.
    style
        The one style sheet that counts; None where the page has style sheets and attributes of others in it.

    Returns
    -------
    str
        What stands in the page's ``meta`` element. Images stand in the page itself; fonts, frames, forms and
        everything else are refused.

    Examples
    --------
    >>> policy()
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    """
    parts = ["default-src 'none'"]
    parts += [f"script-src '{_hash(script)}'"] if script else []
    parts += [f"style-src '{_hash(style)}'" if style is not None else "style-src 'unsafe-inline'"]
    return "; ".join([*parts, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
