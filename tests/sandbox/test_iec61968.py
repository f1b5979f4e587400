"""The power company's stand-in over IEC 61968-100, held against its wire document and nothing of the hub's."""

import base64
import hashlib
import hmac
import re
import secrets
import time
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest
import xmlschema

from tests.sandbox.clients import Control
from tests.sandbox.conftest import city
from tests.sandbox.wire import WIRES

M, S = "{http://iec.ch/TC57/2011/schema/message}", "{urn:liandong:supply:1}"
DOCUMENT = (WIRES / "power-iec61968.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```xml\n(.*?)```", DOCUMENT, re.DOTALL)
CREATE = next(each for each in EXAMPLES if "<Verb>create<" in each)
WITHOUT_DOCUMENTS = re.sub(r"\s*<attachment>.*</attachment>", "", CREATE, flags=re.DOTALL)
SCHEMA = xmlschema.XMLSchema(str(WIRES / "iec61968" / "message.xsd"))


@pytest.fixture
def configuration() -> dict[str, Any]:
    company = {"id": "power", "role": "utility", "kind": "power", "wire": "iec61968", "districts": ["511702"]}
    return city(counterparts=[company], districts=["511702"])


class Company:
    """The stand-in, called as the wire document says; every answer is validated."""

    def __init__(self, http: httpx.AsyncClient, address: dict[str, Any]) -> None:
        self.http = http
        self.address = address

    def headers(self, body: bytes, **changed: str) -> dict[str, str]:
        """A signed message's headers."""
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        keyid, nonce = (
            changed.get("keyid", self.address["key_id"]),
            changed.get("nonce", secrets.token_hex(8)),
        )
        created = changed.get("created", str(int(time.time())))
        params = f'("@method" "@path" "content-digest");created={created};keyid="{keyid}";nonce="{nonce}"'
        base = f'"@method": POST\n"@path": /cim/messages\n"content-digest": {digest}\n"@signature-params": {params}'
        made = hmac.digest(self.address["token"].encode(), base.encode(), "sha256")
        signature = base64.b64encode(made).decode()
        return {
            "content-type": "application/xml",
            "content-digest": digest,
            "signature-input": f"sig1={params}",
            "signature": f"sig1=:{signature}:",
        }

    async def send(self, text: str | bytes, status: int = 200, **changed: str) -> Element:
        """Any message; the answer's root."""
        body = text.encode() if isinstance(text, str) else text
        response = await self.post(body, self.headers(body, **changed))
        assert response.status_code == status
        assert [str(error.reason) for error in SCHEMA.iter_errors(response.text)] == []
        root = fromstring(response.content)  # noqa: S314 - the stand-in's
        if root.tag == f"{M}ResponseMessage":
            asked = fromstring(body).findtext(f"{M}Header/{M}MessageID")  # noqa: S314 - ours
            assert root.findtext(f"{M}Header/{M}CorrelationID") == asked
        return root

    async def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Any call."""
        return await self.http.post(f"{self.address['base_url']}/messages", content=body, headers=headers)


@pytest.fixture
def power(http: httpx.AsyncClient, announced: dict[str, Any]) -> Company:
    return Company(http, announced["counterparts"]["power"])


def result(root: Element) -> tuple[str | None, list[str | None]]:
    """Result, and the codes of its errors."""
    codes = [error.findtext(f"{M}code") for error in root.iter(f"{M}Error")]
    return root.findtext(f"{M}Reply/{M}Result"), codes


def get(noun: str, ask: str, number: str = "q-1") -> str:
    """A question."""
    return (
        '<RequestMessage xmlns="http://iec.ch/TC57/2011/schema/message"><Header><Verb>get</Verb>'
        f"<Noun>{noun}</Noun><Revision>1</Revision><Timestamp>2026-03-02T01:00:05Z</Timestamp>"
        f"<Source>hub</Source><MessageID>{number}</MessageID><CorrelationID>{number}</CorrelationID></Header>"
        f"<Request>{ask}</Request></RequestMessage>"
    )


def option(name: str, value: str) -> str:
    return f"<Option><name>{name}</name><value>{value}</value></Option>"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: re.findall(r"<(\w+Message)", text)[0])
def test_an_example_of_the_document_fits_the_schemas(example: str) -> None:
    assert [str(error.reason) for error in SCHEMA.iter_errors(example)] == []


def test_the_document_has_an_example_of_each_message_and_every_status_code_once() -> None:
    assert [re.findall(r"<(\w+)Message", text)[0] for text in EXAMPLES] == ["Request", "Response", "Event"]
    table = DOCUMENT.partition("### Status codes")[2].partition("##")[0]
    statuses = [int(number) for number in re.findall(r"\| (\d+) \|", table)]
    assert sorted(statuses) == sorted([*range(1, 16), 11])


async def test_a_scheme_is_taken_and_its_message_found_again(power: Company) -> None:
    taken = await power.send(CREATE)
    assert result(taken) == ("OK", [])
    asked = '<ID kind="message">power-dz:FA-511702-2026-0007:v1</ID>'
    found = await power.send(get("SupplyScheme", asked))
    reference = f"{M}Payload/{S}SchemeReceipt/{S}reference"
    assert taken.findtext(reference) == found.findtext(reference) is not None
    unknown = await power.send(get("SupplyScheme", '<ID kind="message">another</ID>'))
    assert result(unknown) == ("FAILED", ["2.3"])


async def test_a_repeat_is_answered_alike_and_has_no_second_effect(power: Company, control: Control) -> None:
    first = await power.send(CREATE)
    later = CREATE.replace("01:00:05Z", "03:00:00Z")
    again = await power.send(later)
    reference = f"{M}Payload/{S}SchemeReceipt/{S}reference"
    assert first.findtext(reference) == again.findtext(reference)
    assert len(await control.effects("power", "scheme_taken")) == 1
    reused = await power.send(CREATE.replace("朝阳片区", "另一片区"))
    assert result(reused) == ("FAILED", ["2.8"])


REFUSED = {
    "another district": ("<areaCode>511702", "<areaCode>511722", ["2.2"], "/SupplyScheme/project/areaCode"),
    "a voltage that does not exist": ("10kV", "11kV", ["2.1"], "/SupplyScheme/demand/voltageLevel"),
    "a number that is none": (
        "<supplies>2",
        "<supplies>two",
        ["2.1"],
        "/SupplyScheme/demand/supplies",
    ),
    "a credit code too short": (
        "91511700MA62E1XH27",
        "9151",
        ["2.1"],
        "/SupplyScheme/project/developerCreditCode",
    ),
    "a digest that is none": ("9f86d081", "xxxxxxxx", ["2.1"], "/SupplyScheme/attachment[1]/sha256"),
    "a point of one coordinate": ("31.2142 107.4953", "31.2142", ["2.1"], "/SupplyScheme/site"),
}


@pytest.mark.parametrize(("old", "new", "codes", "place"), REFUSED.values(), ids=REFUSED)
async def test_a_value_that_is_not_taken_is_told_with_its_place(
    power: Company, old: str, new: str, codes: list[str], place: str
) -> None:
    refused = await power.send(CREATE.replace(old, new))
    assert result(refused) == ("FAILED", codes)
    assert refused.findtext(f".//{M}xpath") == place


@pytest.mark.parametrize(
    ("old", "new", "code", "status"),
    [
        ("<Verb>create", "<Verb>delete", "1.1", 200),
        ("<Revision>1", "<Revision>9", "1.5", 400),
        ("<MessageID>power", "<MessageID></MessageID><MessageID>power", "1.1", 400),
        ("RequestMessage", "EventMessage", "1.1", 400),
        ("<RequestMessage", "<!DOCTYPE r [<!ENTITY a 'b'>]><RequestMessage", "1.4", 400),
        ("</Header>", "", "1.4", 400),
    ],
)
async def test_a_message_that_cannot_be_read_is_told_why(
    power: Company, old: str, new: str, code: str, status: int
) -> None:
    body = CREATE.replace(old, new).encode()
    assert (await power.post(body, {})).status_code == 401
    response = await power.post(body, power.headers(body))
    assert response.status_code == status
    assert [str(error.reason) for error in SCHEMA.iter_errors(response.text)] == []
    assert result(fromstring(response.content)) == ("FAILED", [code])  # noqa: S314 - the stand-in's


async def test_who_is_not_known_or_late_or_repeats_a_nonce_is_not_let_in(power: Company) -> None:
    question = get("HandlingEvents", "")
    assert result(await power.send(question, 401, keyid="stranger"))[1] == ["3.1"]
    assert result(await power.send(question, 401, created=str(int(time.time()) - 600)))[1] == ["3.3"]
    assert result(await power.send(question, nonce="once-only-12"))[0] == "OK"
    assert result(await power.send(question, 401, nonce="once-only-12"))[1] == ["3.1"]
    other = get("HandlingEvents", option("limit", "7")).encode()
    changed = await power.post(other, power.headers(question.encode()))
    assert changed.status_code == 401


async def test_a_window_is_paged_and_ends_where_it_says(power: Company, control: Control) -> None:
    await power.send(WITHOUT_DOCUMENTS)
    await control.advance(5)
    whole = await power.send(get("HandlingEvents", option("limit", "500")))
    everything = [event.findtext(f"{S}eventId") for event in whole.iter(f"{S}HandlingEvent")]
    paged: list[str | None] = []
    ends, more = set(), ""
    while True:
        page = await power.send(get("HandlingEvents", option("limit", "2") + more))
        paged += [event.findtext(f"{S}eventId") for event in page.iter(f"{S}HandlingEvent")]
        ends.add(page.findtext(f".//{S}windowEnd"))
        token = page.findtext(f".//{S}continuation")
        if token is None:
            assert result(page) == ("OK", [])
            break
        assert result(page) == ("PARTIAL", ["0.1"])
        more = option("continuation", token)
    assert paged == everything
    assert len(everything) > 4
    assert ends == {whole.findtext(f".//{S}windowEnd")}
    after = await power.send(get("HandlingEvents", f"<StartTime>{ends.pop()}</StartTime>"))
    late = [event.findtext(f"{S}eventId") for event in after.iter(f"{S}HandlingEvent")]
    assert set(late) < set(everything)


@pytest.mark.parametrize(
    "ask", ["<StartTime>yesterday</StartTime>", option("limit", "0"), option("continuation", "nonsense")]
)
async def test_a_window_that_cannot_be_is_refused(power: Company, ask: str) -> None:
    assert result(await power.send(get("HandlingEvents", ask))) == ("FAILED", ["1.2"])


async def test_its_codes_are_those_of_the_document(power: Company, control: Control) -> None:
    await power.send(WITHOUT_DOCUMENTS)
    await control.advance(60)
    window = await power.send(get("HandlingEvents", option("limit", "500")))
    told = {
        (event.findtext(f"{S}stage"), event.findtext(f"{S}statusCode"))
        for event in window.iter(f"{S}HandlingEvent")
    }
    assert ("review", "YSJ") in told
    assert ("hookup", "YSD") in told
    assert {code for _, code in told} <= set(re.findall(r"\| `([A-Z]+)` \|", DOCUMENT))
