"""Faults in this wire's own words: what is told of an order comes twice, backwards, late or in unheard-of codes."""

import json
from collections.abc import Callable
from typing import Any

from starlette.types import Message

from sandbox.calls import Call
from sandbox.faults import LATE_EVENTS, Fault, Refusal, Spoiler

Milestones = list[dict[str, Any]]


def _rewritten(rewrite: Callable[[Milestones], Milestones]) -> Spoiler:
    """Answers lists of orders with their milestones rewritten; the number of orders stays what the headers say."""

    async def spoil(call: Call, fault: Fault, refusal: Refusal) -> None:
        begin: Message = {}
        body = bytearray()

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                begin.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            answer = json.loads(body)
            if isinstance(answer, list):
                answer = [{**each, "milestone": rewrite(each.get("milestone", []))} for each in answer]
            spoilt = json.dumps(answer, ensure_ascii=False).encode()
            kept = [(name, value) for name, value in begin["headers"] if name != b"content-length"]
            length = (b"content-length", str(len(spoilt)).encode())
            await call.send({**begin, "headers": [*kept, length]})
            await call.send({"type": "http.response.body", "body": spoilt})

        await call.with_send(send).answer()

    return spoil


SPOILERS: dict[str, Spoiler] = {
    "duplicate_events": _rewritten(lambda milestones: milestones * 2),
    "out_of_order_events": _rewritten(lambda milestones: milestones[::-1]),
    "unknown_status": _rewritten(
        lambda milestones: [{**each, "name": "review.unheardOf"} for each in milestones]
    ),
    LATE_EVENTS: _rewritten(lambda milestones: milestones[:-1]),
}
