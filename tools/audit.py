"""Ask for known vulnerabilities of the pinned versions, with pip-audit, and say how many could be looked up.

    python tools/audit.py [REQUIREMENTS]

pip-audit itself is fetched by uv into a place of its own. It counts a package that the database does not
know, or an index that has no advisories, as skipped and still ends well; here that is status 3. Status 1:
something is vulnerable; 2: pip-audit could not be run, or its database not be reached.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

AUDIT = ("uv", "tool", "run", "pip-audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off")
AUDIT += ("--format", "json", "-r")


def verdict(found: dict[str, Any]) -> tuple[int, list[str]]:
    """Return the exit status and what to say of pip-audit's answer."""
    packages = found["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    said = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions'])}"
        for package in packages
        for fault in package.get("vulns", ())
    ]
    status = 1 if said else 3 if skipped or not packages else 0
    said.append(f"{len(packages) - len(skipped)} of {len(packages)} packages were looked up")
    if skipped:
        said.append(f"not known to the database, so nothing is known of: {', '.join(skipped)}")
    return status, said


def main(file: str = "requirements.txt") -> int:
    """Ask for one file of pinned versions."""
    try:
        done = subprocess.run([*AUDIT, file], capture_output=True, text=True, check=False)
        status, said = verdict(json.loads(done.stdout))
    except (OSError, ValueError, KeyError) as fault:
        reason = done.stderr.strip().splitlines()[-1:] if isinstance(fault, ValueError) else [str(fault)]
        status, said = 2, ["pip-audit gave no answer; nothing was checked", *reason]
    print(*said, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
