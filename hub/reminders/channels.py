"""The channels of a recipient, over Apprise. Their addresses hold secrets: they are logged nowhere and kept nowhere."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hub.notready import NotReady
from hub.reminders.settings import Recipient
from hub.secret_references import SecretMissing, resolve_secret
from models.messages import FieldFault, Message

_SENDER: Final = "Liandong"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way by which a recipient is reached. `id` is the recipient's, with a number where there are several."""

    id: str
    recipient: Recipient
    _apprise: Any = field(repr=False)

    def send(self, title: str, body: str) -> bool:
        """Send; whether it was taken. Never raises for what a channel does."""
        try:
            return bool(self._apprise.notify(title=title, body=body, body_format="text"))
        except Exception:  # a channel's defect is a failure to tell, and its text may hold the address
            return False


def connect(recipients: Sequence[Recipient], home: Path) -> tuple[Channel, ...]:
    """The channels of `recipients`. Raises `NotReady` naming each that leads nowhere or that Apprise does not know."""
    faults: list[FieldFault] = []
    found = []
    for place, recipient in enumerate(recipients):
        for number, reference in enumerate(recipient.channels):
            where = f"reminders.recipients.{place}.channels.{number}"
            apprise = _apprise()
            fault = _add(apprise, reference, home, where)
            faults += [fault] if fault else []
            id_ = f"{recipient.id}.{number + 1}" if number else recipient.id
            found.append(Channel(id_, recipient, apprise))
    if faults:
        raise NotReady(Message(id="reminders-channels", params={"count": len(faults)}), faults)
    return tuple(found)


def _add(apprise: Any, reference: Any, home: Path, where: str) -> FieldFault | None:
    try:
        url = resolve_secret(reference, home, field=where)
    except SecretMissing as missing:
        return missing.fault
    try:
        with _unwarned():
            known = apprise.add(url.strip())
    except Exception:
        known = False
    return None if known else FieldFault(field=where, message=Message(id="reminders-channel-unknown"))


def _apprise() -> Any:
    with _unwarned():
        import apprise  # takes most of a second, and most commands remind nobody
    for quoting in ("apprise", "urllib3"):  # a refused message is quoted there, and where it was sent
        logging.getLogger(quoting).setLevel(logging.CRITICAL)
    asset = apprise.AppriseAsset(storage_mode=apprise.PersistentStoreMode.MEMORY)
    asset.app_id, asset.app_desc, asset.app_url = _SENDER, _SENDER, ""
    asset.image_url_mask = ""
    return apprise.Apprise(asset=asset)


@contextmanager
def _unwarned() -> Iterator[None]:
    """Its parts, loaded when first used, look for parts of Python that are going to be taken away."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
