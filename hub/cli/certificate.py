"""`liandong certificate`: make, verify and compare certificates (应录尽录证明)."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.bootstrap import Hub, open_hub
from hub.certificate import issuing
from hub.certificate.differing import Difference, difference
from hub.certificate.document import HUB, UTILITY, NotACertificate, Verdict, read, verify
from hub.certificate.issuing import Issued, NotIssued
from hub.certificate.keys import KeyUnreadable, PrivateKey, PublicKey
from hub.certificate.making import CHINA
from hub.certificate.pdf import attached
from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, DONE, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command, Group
from hub.cli.text import text
from hub.progress import Progress
from hub.store.engine import Store
from models.messages import Message
from models.problems import quoted

_PDF = b"%PDF-"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-certificate"))
    app.add_typer(group, name="certificate")
    _register_making(group)
    _register_reading(group)


def _register_making(group: typer.Typer) -> None:
    @group.command("key", cls=Command, help=text("command-certificate-key"))
    def key(
        context: typer.Context,
        sm2: Annotated[bool, options.option("--sm2", "option-certificate-sm2")] = False,
    ) -> None:
        path, made = _new_key(session_of(context), sm2=sm2)
        screen.say_out(text("certificate-key-made", path=str(path), key=str(made.public)))

    @group.command("make", cls=Command, help=text("command-certificate-make"))
    def make(
        context: typer.Context,
        day: Annotated[str | None, options.option("--day", "option-certificate-day")] = None,
        company: Annotated[
            list[str] | None, options.option("--company", "option-certificate-company")
        ] = None,
        out: Annotated[Path, options.option("--out", "option-certificate-out")] = Path("certificates"),
        as_read: Annotated[bool, options.option("--as-read", "option-certificate-as-read")] = False,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        chosen = _day(day) if day else None
        with screen.watching(silent=session.quiet or json) as progress:
            try:
                issued = asyncio.run(_make(session, chosen, company, out, progress, as_read=as_read))
            except NotIssued as error:
                raise Refusal(error.message) from None
        _tell(issued, as_json=json)
        raise typer.Exit(DONE if all(each.complete for each in issued) else ATTENTION)


def _register_reading(group: typer.Typer) -> None:
    @group.command("verify", cls=Command, help=text("command-certificate-verify"))
    def check(
        file: Annotated[Path, options.argument("argument-certificate")],
        key: Annotated[str | None, options.option("--key", "option-certificate-key")] = None,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        named = _public(key) if key else None
        verdict = _verdict(file, named)
        sound = verdict.valid and verdict.digests_right and verdict.trusted is not False
        if json:
            screen.say_json(_verdict_dict(verdict, sound=sound))
        else:
            _say_verdict(verdict, named)
        raise typer.Exit(DONE if sound else ATTENTION)

    @group.command("diff", cls=Command, help=text("command-certificate-diff"))
    def diff(
        before: Annotated[Path, options.argument("argument-certificate-before")],
        after: Annotated[Path, options.argument("argument-certificate-after")],
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        old, new = (_document(path) for path in (before, after))
        found = difference(old, new)
        if json:
            screen.say_json([each.as_dict() for each in found])
        else:
            _show(found, {HUB: text("certificate-side-hub"), **new["names"]})
        raise typer.Exit(ATTENTION if found else DONE)


def _new_key(session: Session, *, sm2: bool) -> tuple[Path, PrivateKey]:
    settings = session.settings()
    where = settings.certificate.key.get("file")
    if where is None:
        raise Refusal(Message(id="certificate-key-in-environment"))
    path = settings.home / where
    made = PrivateKey.make("sm2" if sm2 else "ed25519")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refusal(Message(id="certificate-key-exists", params={"path": str(path)})) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made.written + "\n")
    return path, made


async def _make(
    session: Session,
    day: date | None,
    companies: Sequence[str] | None,
    out: Path,
    progress: Progress,
    *,
    as_read: bool,
) -> tuple[Issued, ...]:
    async with open_hub(session.settings()) as hub:
        wanted = day if day is not None else await asyncio.to_thread(_yesterday, hub.store)
        if not as_read:
            return await issuing.make(hub, wanted, companies, out, progress)
        return await asyncio.to_thread(_issue, hub, wanted, companies, out)


def _issue(hub: Hub, day: date, companies: Sequence[str] | None, out: Path) -> tuple[Issued, ...]:
    return tuple(issuing.written(each, out) for each in issuing.issue(hub, day, companies))


def _yesterday(store: Store) -> date:
    with store.read() as tx:
        return (tx.now().astimezone(CHINA) - timedelta(days=1)).date()


def _day(given: str) -> date:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=CHINA).date()
    except ValueError:
        raise Refusal(Message(id="certificate-day-wrong", params={"value": quoted(given)})) from None


def _tell(issued: Sequence[Issued], *, as_json: bool) -> None:
    if as_json:
        screen.say_json(
            [
                {
                    "company": each.company,
                    "day": each.content["day"],
                    "complete": each.complete,
                    "open": each.open,
                    "files": [str(path) for path in each.paths],
                }
                for each in issued
            ]
        )
        return
    for each in issued:
        name, complete = each.content["company"]["name"], "yes" if each.complete else "no"
        path = str(each.paths[-1]) if each.paths else ""
        line = text("certificate-written", company=name, path=path, complete=complete, open=each.open)
        screen.say_out(line)


def _public(written: str) -> PublicKey:
    try:
        return PublicKey.read(written)
    except KeyUnreadable:
        raise Refusal(Message(id="certificate-key-wrong", params={"value": quoted(written)})) from None


def _file(path: Path) -> bytes:
    content = path.read_bytes()
    return attached(content) if content.startswith(_PDF) else content


def _verdict(path: Path, named: PublicKey | None) -> Verdict:
    try:
        return verify(_file(path), named)
    except NotACertificate:
        raise Refusal(Message(id="certificate-not-one", params={"path": str(path)}), code=ATTENTION) from None


def _document(path: Path) -> Mapping[str, Any]:
    verdict = _verdict(path, None)
    if not verdict.valid:
        raise Refusal(Message(id="certificate-invalid"), code=ATTENTION)
    return read(_file(path))


def _say_verdict(verdict: Verdict, named: PublicKey | None) -> None:
    if named is not None and verdict.key is not None and named != verdict.key:
        screen.say_out(text("certificate-wrong-key", key=str(verdict.key)))
    elif not verdict.valid:
        screen.say_out(text("certificate-invalid"))
    elif not verdict.digests_right:
        screen.say_out(text("certificate-wrong-digests"))
    elif named is None:
        screen.say_out(text("certificate-valid", key=str(verdict.key)))
        screen.say_out(text("certificate-check-key"))
    else:
        company, day = verdict.content["company"]["name"], verdict.content["day"]
        screen.say_out(text("certificate-valid-trusted", company=company, day=day))


def _verdict_dict(verdict: Verdict, *, sound: bool) -> dict[str, Any]:
    records = verdict.content.get("records", []) if verdict.valid else []
    return {
        "valid": sound,
        "unchanged": verdict.valid,
        "trusted": verdict.trusted,
        "digests_right": verdict.digests_right,
        "key": str(verdict.key) if verdict.key else None,
        "company": verdict.content.get("company") if verdict.valid else None,
        "day": verdict.content.get("day") if verdict.valid else None,
        "complete": all(record["complete"] for record in records) if verdict.valid else None,
    }


def _show(found: Sequence[Difference], names: Mapping[str, str]) -> None:
    if not found:
        screen.say_out(text("certificate-same"))
        return
    columns = [text(f"column-{name}") for name in ("district", "id", "before", "after")]
    rows = (
        (each.district, each.event, _held(each.before, names), _held(each.after, names)) for each in found
    )
    screen.table(text("title-certificate-difference"), columns, rows)


def _held(held: Mapping[str, str] | None, names: Mapping[str, str]) -> str:
    sides = held or {}
    order = [side for side in (UTILITY, HUB) if side in sides]
    order += [side for side in sides if side not in order]
    return "\n".join(f"{names.get(side, side)} {sides[side][:12]}" for side in order)
