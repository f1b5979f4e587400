"""Where the office puts what happened, until the company's program exports it at the end of the day."""

from collections.abc import Awaitable, Callable

from sandbox.config import Counterpart
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.utility.webhooks import Webhooks


class Tray(Webhooks):
    """Takes the place of webhooks: this company tells nobody anything at once."""

    def __init__(self, counterpart: Counterpart, ledger: Ledger, faults: Faults) -> None:
        super().__init__(counterpart, ledger, faults)
        self.events: list[dict[str, object]] = []
        self.day: Callable[[], Awaitable[None]] | None = None
        self.unfinished: Callable[[], int] | None = None

    @property
    def pending(self) -> int:
        """Events not told, and files not dealt with."""
        return len(self.events) + (self.unfinished() if self.unfinished else 0)

    def tell(self, event: dict[str, object]) -> None:
        """Keep this for the next export."""
        self.events.append(event)

    async def retry(self) -> None:
        """A day has passed: the company looks into its folders, and exports."""
        if self.day is not None:
            await self.day()

    def take(self) -> list[dict[str, object]]:
        """Everything that was kept."""
        events, self.events = self.events, []
        return events
