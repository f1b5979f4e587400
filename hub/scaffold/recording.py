"""`liandong adapter record`: exchanges with a company of the configuration, scrubbed, to be kept beside the tests."""

from pathlib import Path

from adapters import registry
from adapters.contract import UtilityAdapter
from adapters.http import HttpSettings, secrets_of
from adapters.kit.recordings import FOLDER, READING, SENDING, NotScrubbed, Recording, write
from adapters.kit.replaying import record
from hub.connections import connect_utility
from hub.notready import NotReady
from hub.scaffold.checkout import folder_of, root_of
from hub.secret_references import resolved
from hub.settings import CompanySettings, Settings
from models.messages import Message


async def record_company(name: str, settings: Settings, company: str, *, send: bool, into: Path) -> Recording:
    """Run the reading verbs (with `send` the sending ones too) at a company, and keep what went over the wire.

    Raises `NotReady` for a company that is not there or not of this adapter, or what cannot be kept, and the
    `CounterpartError` that a verb ended in.
    """
    party = _party(name, settings, company)
    connected = connect_utility(
        party, settings
    ).adapter  # says in its sentences what is wrong with the settings
    await connected.aclose()
    adapter = type(connected)
    given = resolved(party.settings, adapter.Settings, settings.home)
    checked = adapter.Settings.model_validate(given)
    if not isinstance(checked, HttpSettings):
        raise NotReady(Message(id="adapter-record-no-http", params={"name": name}))
    secrets = [secret.get_secret_value() for secret in secrets_of(checked)]
    try:
        made = await record(adapter, party.company, given, SENDING if send else READING)
        write(made, into, secrets)
    except (NotScrubbed, AssertionError) as error:
        words = " ".join(str(error).split())[:200]
        raise NotReady(Message(id="adapter-record-refused", params={"words": words})) from None
    return made


def place_for(name: str, company: str) -> Path:
    """Where a recording is kept: with the adapter's tests; in the working directory where they are not at hand."""
    adapter = registry.find(name)
    root = root_of(adapter) if issubclass(adapter, UtilityAdapter) else None
    if root is None:
        return Path(f"{name}-{company}.json")
    return root / "tests" / "adapters" / folder_of(adapter).name / FOLDER / f"{company}.json"


def _party(name: str, settings: Settings, company: str) -> CompanySettings:
    fitting = {party.id: party for party in settings.companies if party.adapter == name}
    if company not in fitting:
        params = {"name": name, "company": company[:40], "known": ", ".join(fitting) or "–"}
        raise NotReady(Message(id="adapter-record-no-company", params={**params}))
    return fitting[company]
