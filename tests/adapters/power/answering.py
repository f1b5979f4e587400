"""A power company that answers as a test says, and what was asked of it."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import fromstring

import httpx

from adapters.http import Wiring
from adapters.power.adapter import PowerAdapter
from models.stage import UtilityKind
from tests.adapters.support import NOON, company

SECRET = "a secret of some length"
EVENTS = ("the events' own secret", "and the one that comes after it")
M, S = "{http://iec.ch/TC57/2011/schema/message}", "{urn:liandong:supply:1}"
RECEIPT = """<s:SchemeReceipt xmlns:s="urn:liandong:supply:1"><s:reference>POWERDZ-2026-000001</s:reference>
<s:schemeId>FA-511702-2026-0007</s:schemeId><s:version>1</s:version>
<s:takenAt>2026-03-02T09:05:00+08:00</s:takenAt></s:SchemeReceipt>"""
EVENT = """<s:HandlingEvent xmlns:s="urn:liandong:supply:1"><s:eventId>E-1</s:eventId>
<s:reference>POWERDZ-2026-000001</s:reference><s:schemeId>FA-511702-2026-0007</s:schemeId><s:version>1</s:version>
<s:stage>review</s:stage><s:statusCode>YSL</s:statusCode><s:statusText>审查已受理</s:statusText>
<s:occurredAt>2026-03-02T10:00:00+08:00</s:occurredAt><s:handler>王小明</s:handler>
<s:department>规划设计部</s:department></s:HandlingEvent>"""
NO_EVENTS = """<s:HandlingEvents xmlns:s="urn:liandong:supply:1">
<s:windowEnd>2026-03-02T12:00:00+08:00</s:windowEnd></s:HandlingEvents>"""


def reply(result: str, *errors: str, payload: str = "", correlation: str = "{id}") -> str:
    """A ResponseMessage; errors are `code level` or `code level reason`."""
    told = ""
    for error in errors:
        code, level, *reason = error.split(" ", 2)
        said = "".join(reason) or "不行"
        told += f"<Error><code>{code}</code><level>{level}</level><reason>{said}</reason></Error>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ResponseMessage xmlns="http://iec.ch/TC57/2011/schema/message"><Header><Verb>reply</Verb>'
        "<Noun>SupplyScheme</Noun><Revision>1</Revision><Timestamp>2026-03-02T12:00:00+08:00</Timestamp>"
        f"<Source>power</Source><MessageID>R-1</MessageID><CorrelationID>{correlation}</CorrelationID></Header>"
        f"<Reply><Result>{result}</Result>{told}</Reply>"
        + (f"<Payload>{payload}</Payload>" if payload else "")
        + "</ResponseMessage>"
    )


def fault(code: str, reason: str = "不行") -> str:
    """A FaultMessage."""
    return (
        '<FaultMessage xmlns="http://iec.ch/TC57/2011/schema/message"><Reply><Result>FAILED</Result><Error>'
        f"<code>{code}</code><level>FATAL</level><reason>{reason}</reason></Error></Reply></FaultMessage>"
    )


class Company:
    """Answers every message with `text`, `{id}` in it being the MessageID that was asked with."""

    def __init__(
        self,
        text: str | bytes = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
        **settings: Any,
    ) -> None:
        self.text = text
        self.asked: list[httpx.Request] = []
        self._status = status
        self._headers = {"content-type": "application/xml"} | (headers or {})
        given = {"base_url": "http://p.test/cim", "secret": SECRET, "callback_secrets": EVENTS} | settings
        handler: Callable[[httpx.Request], httpx.Response] = self._answer
        wiring = Wiring(transport=httpx.MockTransport(handler), clock=lambda: NOON)
        self.adapter = PowerAdapter.connect(company(UtilityKind.POWER), given, wiring)

    def said(self, path: str) -> str | None:
        """A text of the last message sent: its place with `m:` and `s:` before the names."""
        spelled = path.replace("m:", M).replace("s:", S)
        return fromstring(self.asked[-1].content).findtext(spelled)  # noqa: S314 - our own message

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        content = self.text
        if isinstance(content, str):
            content = content.replace("{id}", self.said("m:Header/m:MessageID") or "").encode()
        return httpx.Response(self._status, headers=self._headers, content=content)
