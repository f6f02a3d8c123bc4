"""A language is added by a file: without code, and without a line anywhere else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import checks

ROOT = Path(checks.__file__).parent
CHANGED = {
    'code = "es"': 'code = "it"',
    'name = "Spanish"': 'name = "Italian"',
    'bug = "': 'bug = "difetto | ',
    '\nacceptance = "': '\nacceptance = "criteri di accettazione | ',
    "option = '": "option = 'opzione | ",
    "either_or = '": "either_or = 'oppure | ",
}
"""What becomes of the Spanish file, besides its function words: the concepts and their names stay."""
FUNCTION_WORDS = "il lo la gli le un una di del della dei che non per con su da in nel nella si sono è ha come quando più anche se ma o e"
DESCRIPTION = """Il totale della ricevuta non è giusto quando la somma ha più di sei cifre, e i clienti scrivono al supporto.
Si usa opzione A con il testo corto oppure opzione B con il testo lungo.

## Criteri di accettazione
- Il totale si vede per intero con dieci cifre nella ricevuta `R-77`
- La riga non va a capo e il resto della pagina non si muove
"""
JUDGE = """
import json, sys
from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
verdict = evaluate(ticket_of(json.load(sys.stdin)))
print(json.dumps([verdict.language, verdict.kind, {f.code: f.outcome for f in verdict.findings}]))
"""


def _judged(root: Path) -> tuple[str | None, str, dict[str, str]]:
    fields = {"summary": "Totale tagliato nella ricevuta", "description": DESCRIPTION, "issuetype": {"name": "Difetto"}}
    issue = {"key": "IT-1", "markup": "markdown", "fields": fields | {"project": {"key": "IT"}}}
    asked = subprocess.run(
        [sys.executable, "-c", JUDGE],
        cwd=root,
        input=json.dumps(issue),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    language, kind, outcomes = json.loads(asked.stdout)
    return language, kind, outcomes


def test_a_ticket_is_read_once_its_language_has_a_file(tmp_path: Path) -> None:
    for package in ("checks", "bot"):
        shutil.copytree(ROOT.parent / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    language, _, outcomes = _judged(tmp_path)
    assert (language, outcomes["DOD302"], outcomes["CTX109"]) == (None, "cannot_tell", "cannot_tell")

    lexicons = tmp_path / "checks" / "language" / "lexicons"
    written = (lexicons / "es.toml").read_text(encoding="utf-8")
    for before, after in CHANGED.items():
        written = written.replace(before, after, 1)
    head, _, rest = written.partition('function_words = """')
    written = f'{head}function_words = """{FUNCTION_WORDS}"""{rest.partition(chr(34) * 3)[2]}'
    (lexicons / "it.toml").write_text(written, encoding="utf-8")

    language, kind, outcomes = _judged(tmp_path)
    assert (language, kind) == ("it", "bug")
    assert outcomes["DOD302"] == "met", "its criteria stand under a heading that the file names"
    assert outcomes["CTX109"] == "gap", "the choice between two options is worded as the file's patterns say"
