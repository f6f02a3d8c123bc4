"""`make audit`: known vulnerabilities of the pinned packages, and whether we may ship with each one's licence.

Licences come from what is installed, so they are checked without a network. Vulnerabilities are looked up online; where
nobody answers, that is reported but is not a failure. Exits with 1 when something was found.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "LGPL-3.0-only",  # psycopg: used as it is, as a library
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    }
)
SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""How packages from before SPDX expressions spell their licences."""
READ = {"resvg-py": "MIT"}
"""Packages that name no licence in their metadata, with the one that a person read in their licence file."""
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
SECONDS = 120.0


def pinned(lock: str) -> dict[str, str]:
    """Version by name."""
    return dict(PIN.findall(lock))


def licence_of(name: str) -> str | None:
    """As an SPDX expression where the package has one, else in its own words; None when it is not installed here."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    if expression := READ.get(name) or "".join(about.get_all("License-Expression") or []):
        return expression
    classes = [one.split(" :: ")[-1] for one in about.get_all("Classifier") or [] if one.startswith("License :: ")]
    named = [SPELLINGS.get(one, one) for one in classes if one != "OSI Approved"]
    said = "".join(about.get_all("License") or []).strip().splitlines()[:1]
    return " AND ".join(named) or SPELLINGS.get("".join(said), "".join(said)) or "none named"


def allowed(expression: str) -> bool:
    """Whether the licence is allowed: one of those to choose from, or all that apply together."""
    if " OR " in expression:
        return any(allowed(one.strip("() ")) for one in expression.split(" OR "))
    return all(one.strip("() ") in ALLOWED for one in expression.split(" AND "))


def licences() -> Iterator[tuple[str, str, bool]]:
    """Name, licence, and whether it is allowed, of every pinned package that is installed here."""
    for name in pinned(LOCK.read_text("utf-8")):
        if (found := licence_of(name)) is not None:
            yield name, found, allowed(found)


def vulnerabilities() -> list[Any] | None:
    """What pip-audit reports for each pinned package; None when nobody could be asked."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", str(LOCK)]
    options = ["--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=SECONDS)  # noqa: S603 - words of our own
        found: list[Any] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return found


def told(found: list[Any] | None) -> tuple[bool, list[str]]:
    """Whether all is well as far as is known, and what to say. A package that the database did not know is reported
    apart from one without findings."""
    known = [one for one in found or [] if "skip_reason" not in one]
    if not known:
        return True, [
            "Known vulnerabilities were not looked up: no advisory database answers here. Run this again with a network."
        ]
    lines = [f"Known vulnerabilities looked up for {len(known)} of {len(found or [])} pinned packages."]
    for one in known:
        for flaw in one["vulns"]:
            mended = ", ".join(flaw.get("fix_versions") or ()) or "no version yet"
            lines.append(
                f"  {one['name']} {one['version']}: {flaw['id']}, mended in {mended}. Raise it with `make lock`."
            )
    return len(lines) == 1, lines


def main() -> int:
    refused = [(name, licence) for name, licence, good in licences() if not good]
    print(f"Licences of {sum(1 for _ in licences())} pinned packages looked at.")
    for name, licence in refused:
        print(
            f"  {name} is under {licence}, which is not on the list of tools/audit.py. Replace it, or add it with a reason."
        )
    well, lines = told(vulnerabilities())
    print("\n".join(lines))
    return 0 if well and not refused else 1


if __name__ == "__main__":
    sys.exit(main())
