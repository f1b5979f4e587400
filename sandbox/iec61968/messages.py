"""Messages as the wire document has them: reading a request, writing replies and events."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

M, S = "{http://iec.ch/TC57/2011/schema/message}", "{urn:liandong:supply:1}"
MEDIA_TYPE = "application/xml; charset=utf-8"
ERRORS_LEVEL = "FATAL"

ElementTree.register_namespace("msg", M[1:-1])
ElementTree.register_namespace("sup", S[1:-1])


class Unreadable(Exception):
    """Not a RequestMessage that can be answered; `code` says why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Fault:
    """One error of a reply."""

    code: str
    reason: str
    xpath: str = ""
    allowed: tuple[str, ...] = ()
    about: tuple[str, str] | None = None
    level: str = ERRORS_LEVEL


@dataclass(frozen=True)
class Request:
    """A request that was read."""

    verb: str
    noun: str
    message_id: str
    request: Element | None
    payload: Element | None

    def option(self, name: str) -> str | None:
        """A named option of the Request part."""
        options = () if self.request is None else self.request.findall(f"{M}Option")
        found = (each.findtext(f"{M}value") for each in options if each.findtext(f"{M}name") == name)
        return next(found, None)


def parsed(body: bytes) -> Element:
    """The root. Raises `Unreadable` for what is no plain XML."""
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as refused:
        raise Unreadable("1.4", "不接受文档类型声明与实体") from refused
    except (ElementTree.ParseError, ValueError) as wrong:
        raise Unreadable("1.4", "报文不是可读的 XML") from wrong
    return root


def read(body: bytes) -> Request:
    """A RequestMessage. Raises `Unreadable`."""
    root = parsed(body)
    head = root.find(f"{M}Header")
    if root.tag != f"{M}RequestMessage" or head is None:
        raise Unreadable("1.1", "不是带报文头的请求报文")
    said = {
        name: (head.findtext(M + name) or "").strip() for name in ("Verb", "Noun", "Revision", "MessageID")
    }
    if not all(said.values()):
        raise Unreadable("1.1", "报文头不完整")
    if said["Revision"] != "1":
        raise Unreadable("1.5", "不支持此版本")
    payload = root.find(f"{M}Payload")
    inner = payload[0] if payload is not None and len(payload) else None
    return Request(said["Verb"], said["Noun"], said["MessageID"], root.find(f"{M}Request"), inner)


def response(
    request: Request,
    source: str,
    result: str = "OK",
    faults: Iterable[Fault] = (),
    payload: Element | None = None,
) -> bytes:
    """A ResponseMessage to a request."""
    root = Element(f"{M}ResponseMessage")
    _header(root, "reply", request.noun, source, str(uuid.uuid4()), request.message_id)
    _reply(root, result, faults)
    if payload is not None:
        SubElement(root, f"{M}Payload").append(payload)
    return text(root)


def fault_message(fault: Fault) -> bytes:
    """A FaultMessage: for what has no request to answer."""
    root = Element(f"{M}FaultMessage")
    _reply(root, "FAILED", (fault,))
    return text(root)


def event_message(source: str, message_id: str, payload: Element) -> bytes:
    """An EventMessage that wants to be acknowledged."""
    root = Element(f"{M}EventMessage")
    _header(root, "created", "HandlingEvent", source, message_id, message_id, ack="true")
    SubElement(root, f"{M}Payload").append(payload)
    return text(root)


def acknowledges(body: bytes, message_id: str) -> bool:
    """Whether this is the OK to our message."""
    try:
        root = parsed(body)
    except Unreadable:
        return False
    correlation = root.findtext(f"{M}Header/{M}CorrelationID")
    result = root.findtext(f"{M}Reply/{M}Result")
    return root.tag == f"{M}ResponseMessage" and (correlation, result) == (message_id, "OK")


def text(root: Element) -> bytes:
    """As it travels."""
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _header(
    root: Element,
    verb: str,
    noun: str,
    source: str,
    message_id: str,
    correlation_id: str,
    ack: str | None = None,
) -> None:
    head = SubElement(root, f"{M}Header")
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    said = {"Verb": verb, "Noun": noun, "Revision": "1", "Timestamp": now, "Source": source}
    if ack is not None:
        said["AckRequired"] = ack
    said |= {"MessageID": message_id, "CorrelationID": correlation_id}
    for name, value in said.items():
        SubElement(head, M + name).text = value


def _reply(root: Element, result: str, faults: Iterable[Fault]) -> None:
    reply = SubElement(root, f"{M}Reply")
    SubElement(reply, f"{M}Result").text = result
    for fault in faults:
        error = SubElement(reply, f"{M}Error")
        said = {"code": fault.code, "level": fault.level, "reason": fault.reason}
        if fault.allowed:
            said["details"] = "|".join(fault.allowed)
        if fault.xpath:
            said["xpath"] = fault.xpath
        for name, value in said.items():
            SubElement(error, M + name).text = value
        if fault.about is not None:
            kind, value = fault.about
            SubElement(error, f"{M}ID", kind=kind).text = value
