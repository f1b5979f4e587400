"""Faults in this wire's own words: what is wrong stands inside a reply that arrives with HTTP 200."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import Response

from sandbox.calls import Call
from sandbox.faults import HOSTILE_XML, LATE_EVENTS, PARTIAL_REPLY, Fault, Refusal, Spoiler
from sandbox.iec61968.messages import MEDIA_TYPE, M, S, parsed, text

_ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/hostname">]><x>&c;&d;</x>"""


def _rewritten(rewrite: Callable[[Element], None]) -> Spoiler:
    async def spoil(call: Call, fault: Fault, refusal: Refusal) -> None:
        if not call.scope["path"].endswith("/messages"):
            await call.answer()
            return
        status, media_type, body = await call.collected()
        if status == 200 and "xml" in media_type:
            root = parsed(body)
            rewrite(root)
            body = text(root)
        await call.reply(Response(body, status, media_type=media_type))

    return spoil


def _twice(root: Element) -> None:
    for window in root.iter(f"{S}HandlingEvents"):
        window.extend(window.findall(f"{S}HandlingEvent"))


def _backwards(root: Element) -> None:
    for window in root.iter(f"{S}HandlingEvents"):
        events = window.findall(f"{S}HandlingEvent")
        for event in events:
            window.remove(event)
        window.extend(reversed(events))


def _unheard_of(root: Element) -> None:
    for code in root.iter(f"{S}statusCode"):
        code.text = "WZDM99"


def _without_the_latest(root: Element) -> None:
    for window in root.iter(f"{S}HandlingEvents"):
        events = window.findall(f"{S}HandlingEvent")
        if events:
            window.remove(events[-1])


def _partial(root: Element) -> None:
    for reply in root.iter(f"{M}Reply"):
        for result in reply.iter(f"{M}Result"):
            result.text = "PARTIAL"
        error = SubElement(reply, f"{M}Error")
        for name, value in (("code", "5.1"), ("level", "FATAL"), ("reason", "部分系统没有答复")):
            SubElement(error, M + name).text = value


async def _hostile(call: Call, fault: Fault, refusal: Refusal) -> None:
    await call.reply(Response(_ENTITIES, media_type=MEDIA_TYPE))


SPOILERS: dict[str, Spoiler] = {
    "duplicate_events": _rewritten(_twice),
    "out_of_order_events": _rewritten(_backwards),
    "unknown_status": _rewritten(_unheard_of),
    LATE_EVENTS: _rewritten(_without_the_latest),
    PARTIAL_REPLY: _rewritten(_partial),
    HOSTILE_XML: _hostile,
}
