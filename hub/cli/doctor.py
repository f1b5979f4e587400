"""`liandong doctor`: whether everything is there that the work needs."""

import asyncio
from typing import Annotated, Any

import typer

from hub.cli import screen
from hub.cli.checks import Finding, examine
from hub.cli.options import as_json
from hub.cli.refusals import ATTENTION
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import language, sentence, text
from hub.language import say_fault


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("doctor", cls=Command, help=text("command-doctor"))
    def doctor(context: typer.Context, json: Annotated[bool, as_json()] = False) -> None:
        findings = asyncio.run(examine(session_of(context).settings()))
        well = all(finding.ok for finding in findings)
        if json:
            screen.say_json({"ok": well, "findings": [_as_dict(finding) for finding in findings]})
        else:
            _show(findings, well=well)
        if not well:
            raise typer.Exit(ATTENTION)


def _show(findings: tuple[Finding, ...], *, well: bool) -> None:
    for finding in findings:
        mark = text("doctor-mark-ok" if finding.ok else "doctor-mark-attention")
        screen.say_out(f"{mark} {sentence(finding.message)}")
        for fault in finding.faults:
            screen.say_out(f"    {say_fault(fault, language())}")
    if well:
        screen.say_out(text("doctor-well"))
    else:
        screen.say_out(text("doctor-unwell", count=sum(not finding.ok for finding in findings)))


def _as_dict(finding: Finding) -> dict[str, Any]:
    return {
        "ok": finding.ok,
        "check": finding.message.id,
        "counterpart": finding.counterpart,
        "sentence": sentence(finding.message),
        "faults": [
            {"field": fault.field, "sentence": sentence(fault.message), "allowed": list(fault.allowed)}
            for fault in finding.faults
        ],
    }
