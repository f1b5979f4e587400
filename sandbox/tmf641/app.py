"""TMF641's HTTP door over a carrier's office."""

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from sandbox.calls import json_response
from sandbox.clock import Clock
from sandbox.config import Counterpart
from sandbox.tmf641.errors import error, of_problem, refusal
from sandbox.tmf641.listing import page
from sandbox.tmf641.notifications import Notifications
from sandbox.tmf641.orders import BASE, ENDED, Book, Order, Resource
from sandbox.tmf641.reading import submission_of
from sandbox.tmf641.spoilers import SPOILERS
from sandbox.utility.character import Step
from sandbox.utility.keys import body_digest
from sandbox.utility.office import Office
from sandbox.utility.problems import Problem

_ORDERS, _CANCELLATIONS, _HUB = BASE + "/serviceOrder", BASE + "/cancelServiceOrder", BASE + "/hub"
_OPERATIONS = (
    ("POST", re.compile(_ORDERS), "createServiceOrder"),
    ("GET", re.compile(_ORDERS), "listServiceOrder"),
    ("GET", re.compile(rf"{_ORDERS}/[^/]+"), "retrieveServiceOrder"),
    ("PATCH", re.compile(rf"{_ORDERS}/[^/]+"), "patchServiceOrder"),
    ("POST", re.compile(_CANCELLATIONS), "createCancelServiceOrder"),
    ("GET", re.compile(_CANCELLATIONS), "listCancelServiceOrder"),
    ("GET", re.compile(rf"{_CANCELLATIONS}/[^/]+"), "retrieveCancelServiceOrder"),
    ("POST", re.compile(_HUB), "registerListener"),
    ("DELETE", re.compile(rf"{_HUB}/[^/]+"), "unregisterListener"),
)
_MOST_BYTES = 1 << 20
Endpoint = Callable[[Request], Awaitable[Response]]


class Carrier:
    """The stand-in for one carrier."""

    base = BASE
    spoilers = SPOILERS

    def __init__(
        self, counterpart: Counterpart, office: Office, book: Book, notifications: Notifications, clock: Clock
    ) -> None:
        self.id = counterpart.id
        self.office = office
        self._token = counterpart.token
        self._book = book
        self._notifications = notifications
        self._clock = clock
        self._listeners: dict[str, str] = {}
        self._registered = 0
        self.app = Starlette(
            routes=[
                Route(_ORDERS, self._known(self._create), methods=["POST"]),
                Route(_ORDERS, self._known(self._orders), methods=["GET"]),
                Route(_ORDERS + "/{id}", self._known(self._order), methods=["GET"]),
                Route(_ORDERS + "/{id}", self._known(self._amend), methods=["PATCH"]),
                Route(_CANCELLATIONS, self._known(self._cancel), methods=["POST"]),
                Route(_CANCELLATIONS, self._known(self._cancellations), methods=["GET"]),
                Route(_CANCELLATIONS + "/{id}", self._known(self._cancellation), methods=["GET"]),
                Route(_HUB, self._known(self._listen), methods=["POST"]),
                Route(_HUB + "/{id}", self._known(self._forget), methods=["DELETE"]),
            ],
            exception_handlers={Problem: self._refused, HTTPException: self._not_offered},
        )

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """The operation's name in the published schema."""
        for method, path, name in _OPERATIONS:
            if scope["method"] == method and path.fullmatch(scope["path"]):
                return name, receive
        return "unknown", receive

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """As the wire words it."""
        return refusal(status, retry_after)

    def alert(self, order_id: str, kind: str, message: str) -> None:
        """Warn that an order is in jeopardy; nobody in the office does so by themselves."""
        order = self._book.orders[order_id]
        now = self._now()
        number = f"{order_id}-A{len(order.alerts) + 1}"
        order.alerts.append({"id": number, "alertDate": now, "jeopardyType": kind, "message": message})
        self._notifications.about(order, "ServiceOrderJeopardyEvent", now)

    def _known(self, endpoint: Endpoint) -> Endpoint:
        async def known(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
                return error(401, "invalidToken", "令牌无效")
            return await endpoint(request)

        return known

    async def _refused(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, Problem)  # noqa: S101 - Starlette passes what it is registered for
        self.office.refused(problem.name)
        return of_problem(problem)

    async def _not_offered(self, request: Request, refused: Exception) -> Response:
        assert isinstance(refused, HTTPException)  # noqa: S101 - Starlette passes what it is registered for
        return error(refused.status_code, "notOffered", "不提供此操作")

    async def _create(self, request: Request) -> Response:
        ordered, digest = await _body(request)
        if not _items(ordered):
            return error(400, "serviceOrderItemMissing", "订单没有服务项")
        if any(order.external_id == ordered.get("externalId") for order in self._book.orders.values()):
            return error(409, "externalIdKnown", "已有同一外部编号的订单")
        before = self._book.current(Order("", ordered).external("schemeId"))
        order = self._book.open(ordered, self._now())
        try:
            self._submit(order, digest)
        except Problem:
            self._book.drop(order, before)
            raise
        if not order.milestones:
            # A newer version of what is over: received again, and nothing more comes of it.
            self.office.feed.emit(self.office.case(order.reference), Step("review", 1, 0))
        return json_response(order.resource(), 201)

    async def _amend(self, request: Request) -> Response:
        order = self._book.orders.get(request.path_params["id"])
        if order is None:
            return error(404, "unknownOrder", "没有这个订单")
        changes, digest = await _body(request)
        if changes.get("externalId") == order.external_id:
            self.office.replayed("submit")
            return json_response(order.resource())
        if order.state in ENDED:
            return error(409, "orderEnded", "订单已经结束，不能更改")
        before = order.ordered
        order.ordered = {**before, **changes}
        try:
            self._submit(order, digest)
        except Problem:
            order.ordered = before
            raise
        path = "externalReference,serviceOrderItem"
        self._notifications.about(order, "ServiceOrderAttributeValueChangeEvent", self._now(), fieldPath=path)
        return json_response(order.resource())

    def _submit(self, order: Order, digest: str) -> None:
        receipt = self.office.submit(submission_of(order), digest, str(order.external_id))
        order.reference = str(receipt["reference"])

    async def _orders(self, request: Request) -> Response:
        return page((order.resource() for order in self._book.orders.values()), request.query_params)

    async def _order(self, request: Request) -> Response:
        order = self._book.orders.get(request.path_params["id"])
        return (
            error(404, "unknownOrder", "没有这个订单") if order is None else json_response(order.resource())
        )

    async def _cancel(self, request: Request) -> Response:
        asked, _ = await _body(request)
        order = self._book.orders.get((asked.get("serviceOrder") or {}).get("id", ""))
        if order is None:
            return error(400, "unknownOrder", "没有这个订单")
        if any(task["serviceOrder"]["id"] == order.id for task in self._book.cancellations.values()):
            return error(409, "cancelledBefore", "该订单已经撤回")
        now = self._now()
        self.office.withdraw(order.reference, order.id)
        task = self._book.cancelled(order, asked, now)
        self._notifications.about_cancellation(task, "CancelServiceOrderCreateEvent", now)
        self._notifications.about_cancellation(task, "CancelServiceOrderStateChangeEvent", now)
        return json_response(task, 201)

    async def _cancellations(self, request: Request) -> Response:
        return page(self._book.cancellations.values(), request.query_params)

    async def _cancellation(self, request: Request) -> Response:
        task = self._book.cancellations.get(request.path_params["id"])
        return error(404, "unknownCancellation", "没有这个撤单") if task is None else json_response(task)

    async def _listen(self, request: Request) -> Response:
        asked, _ = await _body(request)
        callback = asked.get("callback")
        if not isinstance(callback, str) or not callback.startswith(("http://", "https://")):
            return error(400, "callbackMissing", "没有可用的通知地址")
        if callback in self._listeners.values():
            return error(409, "registeredBefore", "该通知地址已经登记")
        self._registered += 1
        number = f"L{self._registered}"
        self._listeners[number] = self._notifications.url = callback
        return json_response({"id": number, "callback": callback}, 201)

    async def _forget(self, request: Request) -> Response:
        callback = self._listeners.pop(request.path_params["id"], None)
        if callback is None:
            return error(404, "unknownListener", "没有登记这个通知地址")
        if self._notifications.url == callback:
            self._notifications.url = next(reversed(self._listeners.values()), None)
        return Response(status_code=204)

    def _now(self) -> str:
        return self._clock.now.isoformat()


async def _body(request: Request) -> tuple[Resource, str]:
    """A JSON object, and its digest. Raises a `Problem`."""
    text = bytearray()
    async for chunk in request.stream():
        text += chunk
        if len(text) > _MOST_BYTES:
            raise Problem(413, "too-large")
    try:
        body = json.loads(text)
    except ValueError as refused:
        raise Problem(400, "bad-request") from refused
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise Problem(415, "unsupported-media-type")
    if not isinstance(body, dict):
        raise Problem(400, "bad-request")
    return body, body_digest(body)


def _items(ordered: Resource) -> list[Any]:
    items = ordered.get("serviceOrderItem")
    return items if isinstance(items, list) else []
