"""Draw the figure of the README from the bundled corpus: run it with tools/env.sh python."""

from pathlib import Path

import parley
from parley import compare, plots


def main() -> None:
    """Write docs/share_of_mentions.svg and print its numbers."""
    plots.style()
    corpus = parley.code(parley.bundled("seeds"))
    named = corpus.mentions[corpus.mentions["kind"] != "pronoun"]
    shares = compare.shares(named, "actor").head(9)
    axes = plots.intervals(
        shares, "share", "actor", xlabel="share of mentions by name or description", zero=True
    )
    path = Path(__file__).resolve().parents[1] / "docs" / "share_of_mentions.svg"
    path.parent.mkdir(exist_ok=True)
    axes.figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
    print(shares.round(3).to_string(index=False))
    print(f"n = {len(named)}")


if __name__ == "__main__":
    main()
