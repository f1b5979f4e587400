"""`liandong mapping`: codes that nobody has mapped yet, and whether the mapping files are right."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from adapters import registry
from adapters.contract import UtilityAdapter
from adapters.status_maps import shipped
from hub import mappings
from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import session_of
from hub.cli.shell import Command, Group
from hub.cli.text import language, sentence, text
from hub.language import say_fault
from hub.liaison.names import names_of
from hub.mappings import MappingUnreadable
from hub.settings import CompanySettings, Settings
from hub.store import held
from hub.store.held import HeldCode
from models.mapping import CodeMapping
from models.messages import FieldFault, Message


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-mapping"))
    app.add_typer(group, name="mapping")

    @group.command("list", cls=Command, help=text("command-mapping-list"))
    def list_(
        context: typer.Context,
        company: Annotated[str | None, options.argument("argument-mapping-company")] = None,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        names = names_of(settings)
        chosen(settings, company)
        with session.store() as store, store.read() as tx:
            found = held.codes(tx, company)
        if json:
            screen.say_json({"unmapped": [_code_dict(each, names) for each in found]})
        else:
            _show(found, names)
        if found:
            raise typer.Exit(ATTENTION)

    @group.command("check", cls=Command, help=text("command-mapping-check"))
    def check(
        context: typer.Context,
        company: Annotated[str | None, options.argument("argument-mapping-company")] = None,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        settings = session_of(context).settings()
        findings = list(examine(settings, company))
        if json:
            screen.say_json({"mappings": [_finding_dict(*each) for each in findings]})
        else:
            for _, message, faults, _ in findings:
                screen.say_out(sentence(message))
                for fault in faults:
                    screen.say_out(f"  {say_fault(fault, language())}")
        if not all(ok for _, _, _, ok in findings):
            raise typer.Exit(ATTENTION)


Finding = tuple[str, Message, tuple[FieldFault, ...], bool]
"""Company, sentence, faulty entries, and whether all is well."""


def chosen(settings: Settings, company: str | None) -> tuple[CompanySettings, ...]:
    """The company of this id, or all. Raises `Refusal` for one that the configuration does not have."""
    known = {party.id: party for party in settings.companies}
    if company is None:
        return settings.companies
    if company not in known:
        params = {"company": company, "known": text("list-separator").join(known)}
        raise Refusal(Message(id="mapping-company-unknown", params={**params}))
    return (known[company],)


def examine(settings: Settings, company: str | None = None) -> Iterator[Finding]:
    """Look at each company's file, and at files that belong to none."""
    for party in chosen(settings, company):
        yield _examine(party, settings)
    if company is None:
        ids = [party.id for party in settings.companies]
        for name in mappings.strangers(settings.home, ids):
            yield "", Message(id="mapping-stranger", params={"file": name}), (), False


def _examine(party: CompanySettings, settings: Settings) -> Finding:
    path = mappings.path_of(settings.home, party.id)
    try:
        own = mappings.read(settings.home, party.id)
    except MappingUnreadable as broken:
        return party.id, broken.message, broken.faults, False
    params = {"company": party.name, "file": f"{mappings.FOLDER}/{path.name}"}
    if not path.is_file():
        codes = {"codes": _count(_default(party))}
        return party.id, Message(id="mapping-absent", params={**params, **codes}), (), True
    counts = {"codes": _count(own), "items": len(own.items)}
    return party.id, Message(id="mapping-fine", params={**params, **counts}), (), True


def _default(party: CompanySettings) -> CodeMapping:
    try:
        adapter = registry.find(party.adapter)
    except registry.AdapterSetupError:
        return CodeMapping()  # told of where the counterpart is connected
    return shipped(adapter) if issubclass(adapter, UtilityAdapter) else CodeMapping()


def _count(mapping: CodeMapping) -> int:
    return len(mapping.status) + sum(len(codes) for codes in mapping.stages.values())


def _show(found: tuple[HeldCode, ...], names: Mapping[str, str]) -> None:
    if not found:
        screen.say_out(text("mapping-none"))
        return
    columns = [text(f"column-{name}") for name in ("company", "code", "example", "held", "first-at")]
    rows = (
        (
            names.get(each.source, each.source),
            each.code,
            each.example.get("status_text"),
            each.count,
            each.example.get("occurred_at"),
        )
        for each in found
    )
    screen.table(text("title-mapping"), columns, rows)
    screen.say_out(text("mapping-where"))


def _code_dict(found: HeldCode, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "company": found.source,
        "company_name": names.get(found.source, found.source),
        "code": found.code,
        "count": found.count,
        "text": found.example.get("status_text", ""),
        "stage": found.example.get("stage"),
        "occurred_at": found.example.get("occurred_at"),
    }


def _finding_dict(company: str, message: Message, faults: tuple[FieldFault, ...], ok: bool) -> dict[str, Any]:
    told = [
        {"field": fault.field, "sentence": sentence(fault.message), "allowed": list(fault.allowed)}
        for fault in faults
    ]
    return {"company": company or None, "ok": ok, "sentence": sentence(message), "faults": told}
