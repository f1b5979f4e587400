"""`liandong backup` and `liandong restore`: a picture of the database in a file, and a new life from it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import typer

from hub.backup import BackupWrong, Manifest, restore, take, verify
from hub.backup.beginning import want_missing
from hub.backup.reconciling import Drift, carry_on, finish
from hub.bootstrap import open_hub
from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.text import text
from hub.progress import Progress
from hub.store import epochs
from hub.store.engine import Store
from hub.store.epochs import Mode
from models.messages import Message

T = TypeVar("T")

_VERIFY: Final = "verify"
_USAGE: Final = Message(id="restore-usage")


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command("backup", cls=Command, help=text("command-backup"))
    def backup(
        context: typer.Context,
        file: Annotated[list[str], options.argument("argument-backup")],
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        if len(file) == 2 and file[0] == _VERIFY:
            _tell_verified(Path(file[1]), as_json=json)
        elif len(file) == 1:
            _back_up(session, Path(file[0]), as_json=json)
        else:
            raise Refusal(Message(id="backup-usage"))

    @app.command("restore", cls=Command, help=text("command-restore"))
    def restore_(
        context: typer.Context,
        file: Annotated[Path | None, options.argument("argument-restore")] = None,
        replace: Annotated[bool, options.option("--replace", "option-replace")] = False,
        reconcile: Annotated[bool, options.option("--reconcile", "option-reconcile")] = False,
        end: Annotated[bool, options.option("--finish", "option-finish")] = False,
        by: Annotated[str, options.by()] = "",
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        if (file is not None) + reconcile + end != 1:
            raise Refusal(_USAGE)
        if file is not None:
            _restore(session, file, replace=replace, as_json=json)
        elif end:
            _finish(session, options.officer(by))
        else:
            with screen.watching(silent=session.quiet or json) as progress:
                drift = asyncio.run(_reconcile(session, progress))
            _tell_drift(drift, as_json=json)


def paused(store: Store) -> Message | None:
    """The sentence that a store is being reconciled after a restore; `None` where it is not."""
    with store.read() as tx:
        epoch = epochs.current(tx)
    if epoch.mode is Mode.NORMAL or epoch.taken_at is None:
        return None
    return restoring(epoch.number, epoch.taken_at)


def restoring(number: int, taken_at: datetime) -> Message:
    """The same of an epoch that is known to be restored."""
    return Message(id="restore-paused", params={"epoch": number, "taken": taken_at.isoformat()})


def _back_up(session: Session, path: Path, *, as_json: bool) -> None:
    with session.store() as store:
        manifest = _refusing(lambda: take(store, path))
    if as_json:
        screen.say_json(_as_dict(manifest))
        return
    size = max(path.stat().st_size // 1024, 1)
    screen.say_out(text("backup-written", path=str(path), rows=manifest.rows, size=size))


def _tell_verified(path: Path, *, as_json: bool) -> None:
    manifest = _refusing(lambda: verify(path))
    if as_json:
        screen.say_json(_as_dict(manifest))
        return
    told = text(
        "backup-verified",
        path=str(path),
        taken=manifest.taken_at.isoformat(),
        rows=manifest.rows,
        id=manifest.id,
    )
    screen.say_out(told)


def _restore(session: Session, path: Path, *, replace: bool, as_json: bool) -> None:
    settings = session.settings()
    if settings.store_path is not None:
        settings.store_path.parent.mkdir(parents=True, exist_ok=True)
    restored = _refusing(lambda: restore(settings.store_url, path, replace=replace))
    with session.store() as store, store.begin() as tx:
        missing = want_missing(tx, settings.documents_folder)
    kept = str(restored.kept) if restored.kept else None
    if as_json:
        screen.say_json({**_as_dict(restored.manifest), "epoch": restored.epoch.number, "kept": kept})
        return
    manifest, epoch = restored.manifest, restored.epoch.number
    taken = manifest.taken_at.isoformat()
    screen.say_out(text("restore-done", taken=taken, rows=manifest.rows, epoch=epoch))
    if kept:
        screen.say_out(text("restore-kept", path=kept))
    if missing:
        screen.say_out(text("restore-documents", count=missing))


def _finish(session: Session, actor: str) -> None:
    with session.store() as store:
        ended = finish(store, actor=actor)
    screen.say_out(text("restore-finished" if ended else "restore-nothing"))


async def _reconcile(session: Session, progress: Progress) -> Drift | None:
    async with open_hub(session.settings()) as hub:
        return await carry_on(hub, progress)


def _tell_drift(drift: Drift | None, *, as_json: bool) -> None:
    if as_json:
        screen.say_json({"drift": drift.as_dict() if drift else None})
    elif drift is None:
        screen.say_out(text("restore-nothing"))
    else:
        show_drift(drift)
    if drift is not None and (drift.silent or drift.unknown):
        raise typer.Exit(ATTENTION)


def show_drift(drift: Drift) -> None:
    """What happened after the backup, for people."""
    rows = [
        (text("drift-schemes"), drift.schemes),
        (text("drift-updates"), drift.updates),
        (text("drift-delivered"), len(drift.delivered)),
        (text("drift-unknown"), len(drift.unknown)),
        (text("drift-steps"), drift.steps),
    ]
    screen.table(text("title-drift"), (text("column-drift"), text("column-drift-count")), rows)
    for key in (*sorted(drift.delivered), *sorted(drift.unknown)):
        screen.say_out(f"  {key}")
    screen.say_out(text("restore-drift", count=drift.total))
    if drift.silent:
        silent = sorted(set(drift.silent))
        screen.say_out(f"{text('drift-silent')}: {text('list-separator').join(silent)}")
        screen.say_out(text("restore-open", count=len(silent)))
    else:
        screen.say_out(text("restore-clean"))


def _refusing(work: Callable[[], T]) -> T:
    try:
        return work()
    except BackupWrong as wrong:
        raise Refusal(wrong.message) from wrong


def _as_dict(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "taken_at": manifest.taken_at.isoformat(),
        "rows": manifest.rows,
        "revision": manifest.revision,
        "epoch": manifest.epoch,
        "tables": {each.table: each.rows for each in manifest.tables},
    }
