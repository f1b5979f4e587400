"""EventMessages to the hub: signed, and sent again until they are acknowledged."""

import httpx

from sandbox.config import Counterpart
from sandbox.faults import Faults
from sandbox.iec61968.messages import MEDIA_TYPE, acknowledges, event_message
from sandbox.iec61968.payloads import handling_event
from sandbox.iec61968.signatures import sign
from sandbox.ledger import Ledger
from sandbox.utility.webhooks import Message, Webhooks


class Notices(Webhooks):
    """Keeps every event of the office for those who ask, and tells the hub of each."""

    def __init__(self, counterpart: Counterpart, ledger: Ledger, faults: Faults) -> None:
        super().__init__(counterpart, ledger, faults)
        self.events: list[dict[str, object]] = []

    def tell(self, event: dict[str, object]) -> None:
        """An event of the office."""
        self.events.append(event)
        super().tell(event)

    def packed(self, message: Message, secret: str) -> tuple[bytes, dict[str, str]]:
        """The message and its headers."""
        content = event_message(self._id, message.id, handling_event(message.event))
        return content, {"content-type": MEDIA_TYPE, **sign(secret, content)}

    def taken(self, message: Message, response: httpx.Response) -> bool:
        """Whether the hub has acknowledged it: a bare status does not say that it was kept."""
        return response.is_success and acknowledges(response.content, message.id)
