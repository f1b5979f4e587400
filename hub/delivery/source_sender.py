"""Opinions to the source of a scheme; and an authority that is mirror and source at once, as one destination."""

from collections.abc import Sequence

from adapters.http import recording
from hub.counterparts import Source
from hub.delivery.kinds import Kind
from hub.delivery.senders import Sender, Sent, dumped
from hub.store.claims import Claimed, Delivered
from models.opinions import OpinionReply


class SourceSender:
    """Replies to one source of schemes, one after the other."""

    batch = 1

    def __init__(self, source: Source) -> None:
        self.limits = source.limits
        self._adapter = source.adapter

    def can_ask(self, claimed: Claimed) -> bool:
        """A reply may always be sent again under its key."""
        return True

    async def send(self, claims: Sequence[Claimed]) -> tuple[Sent, ...]:
        """Return the opinions of `claims`."""
        return tuple([await self._return(claimed) for claimed in claims])

    async def _return(self, claimed: Claimed) -> Sent:
        with recording() as exchanges:
            try:
                reply = OpinionReply.from_store(claimed.body)
                receipt = await self._adapter.return_opinions(reply, key=claimed.key)
                result: Delivered | Exception = Delivered(receipt.remote_ref, None)
            except Exception as error:  # whatever an adapter raises is judged, not lost
                result = error
        return Sent(claimed, result, dumped(exchanges))


class AuthoritySender:
    """A mirror that is also a source of schemes: records go one way, opinions the other."""

    def __init__(self, mirror: Sender, source: SourceSender) -> None:
        self.limits = mirror.limits
        self.batch = mirror.batch
        self._mirror = mirror
        self._source = source

    def can_ask(self, claimed: Claimed) -> bool:
        """As the one of the two says whose it is."""
        return self._of(claimed).can_ask(claimed)

    async def send(self, claims: Sequence[Claimed]) -> tuple[Sent, ...]:
        """Deliver `claims`, which are all of one kind."""
        return await self._of(claims[0]).send(claims)

    def _of(self, claimed: Claimed) -> Sender:
        return self._source if claimed.kind == Kind.OPINIONS else self._mirror
