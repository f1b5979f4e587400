"""The calls of TMF641, as this profile makes them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from adapters.errors import ContractError, RejectedError
from adapters.http import Call, HttpSeam, Reply
from adapters.protocols.tmf641.problems import FieldOf, dotted, explain
from adapters.protocols.tmf641.wire import Cancellation, Order
from models.messages import Message

T = TypeVar("T")

_JSON: Final = "application/json;charset=utf-8"
_FOUND: Final = 20
"""Orders asked for when one is looked up: more than one means a carrier that does not know the filter."""


@dataclass(frozen=True)
class Listing:
    """A page of a list; `more` says that it goes on behind it."""

    items: tuple[Any, ...]
    more: bool
    reply: Reply


class ServiceOrdering:
    """One carrier's service ordering interface."""

    def __init__(self, seam: HttpSeam) -> None:
        self._seam = seam

    async def create(self, order: Mapping[str, Any], field_of: FieldOf) -> Reply:
        """Place an order; 409 is an answer, too: they hold one with this external id, or refuse it."""
        return await self._seam.call(
            _telling("POST", "/serviceOrder", order, accept=(201, 409), field_of=field_of)
        )

    async def amend(self, order_id: str, changes: Mapping[str, Any], field_of: FieldOf) -> Order:
        """Change an order under way; the order as it now is."""
        path = f"/serviceOrder/{quote(order_id, safe='')}"
        call = _telling("PATCH", path, changes, accept=(200,), field_of=field_of)
        return (await self._seam.call(call)).read(Order)

    async def cancel(self, task: Mapping[str, Any]) -> Cancellation:
        """Ask for an order to be taken back. Raises `RejectedError` when the task fails at once."""
        reply = await self._seam.call(_telling("POST", "/cancelServiceOrder", task, accept=(201,)))
        made = reply.read(Cancellation)
        if made.state == "terminatedWithError":
            params: dict[str, str | int | float] = {
                "company": reply.counterpart,
                "words": reply.words(made.words),
            }
            raise RejectedError(Message(id="tmf641-refused", params=params), detail=reply.excerpt())
        return made

    async def listen(self, callback: str) -> None:
        """Register a listener. 409 says that it is registered (TMF630)."""
        await self._seam.call(_telling("POST", "/hub", {"callback": callback}, accept=(201, 409)))

    async def orders(self, params: Mapping[str, str | int]) -> Listing:
        """A page of orders."""
        return await self._list("/serviceOrder", params)

    async def find_orders(self, name: str, value: str, fits: Callable[[Order], bool]) -> tuple[Order, ...]:
        """The orders that `fits`, asked for by a filter. Raises `ContractError` where that answers nothing."""
        return await self._find("/serviceOrder", {name: value}, Order.model_validate, fits)

    async def find_cancellations(self, order_id: str) -> tuple[Cancellation, ...]:
        """The tasks by which an order was asked to be taken back."""
        return await self._find(
            "/cancelServiceOrder",
            {"serviceOrder.id": order_id},
            Cancellation.model_validate,
            lambda task: task.service_order.id == order_id,
        )

    async def _find(
        self, path: str, params: Mapping[str, str], read: Callable[[Any], T], fits: Callable[[T], bool]
    ) -> tuple[T, ...]:
        listing = await self._list(path, {**params, "limit": _FOUND})
        try:
            found = tuple(filter(fits, map(read, listing.items)))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise listing.reply.differs("/".join(map(str, first["loc"])), detail=str(first["type"])) from None
        if not found and listing.more:
            # A page of other people's orders: it does not say that ours is not among the rest.
            raise listing.reply.differs(next(iter(params)))
        return found

    async def _list(self, path: str, params: Mapping[str, str | int]) -> Listing:
        # A 404 would say nothing of what was asked for: an address that leads elsewhere, for one.
        call = Call("GET", path, safe=True, params=params, errors={404: ContractError})
        reply = await self._seam.call(call)
        items = reply.json()
        if not isinstance(items, list):
            raise reply.differs("/")
        return Listing(tuple(items), _more(reply, len(items), params), reply)


def _more(reply: Reply, items: int, params: Mapping[str, str | int]) -> bool:
    """Whether the list goes on: `X-Total-Count` says so, and a full page does where a carrier leaves that out."""
    total = reply.headers.get("x-total-count")
    if total is None:
        return items >= int(params["limit"])
    if not (total.isascii() and total.isdecimal() and len(total) < 10):
        raise reply.differs("X-Total-Count")
    if int(params.get("offset", 0)) + items >= int(total):
        return False
    if not items:
        # More, and nothing to go on from: reading on would never end.
        raise reply.differs("X-Total-Count")
    return True


def _telling(
    method: str,
    path: str,
    body: Mapping[str, Any],
    *,
    accept: tuple[int, ...],
    field_of: FieldOf = dotted,
) -> Call:
    """A call with effect."""
    return Call(
        method,
        path,
        safe=False,
        accept=accept,
        headers={"content-type": _JSON},
        body=json.dumps(body, ensure_ascii=False).encode(),
        explain=partial(explain, field_of=field_of),
    )
