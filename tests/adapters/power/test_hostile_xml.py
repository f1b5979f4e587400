"""XML that means harm, in a reply and in a signed event: refused before it takes effect, and within bounds."""

from pathlib import Path

import pytest

from adapters.errors import ContractError
from adapters.http import Redactor
from adapters.protocols.iec61968 import xml
from tests.adapters.power.answering import RECEIPT, Company, reply
from tests.adapters.power.callbacks import message, signed
from tests.adapters.power.sides import KEY, scheme

GOOD = reply("OK", payload=RECEIPT)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def declaring(inside: str, use: str = "x") -> str:
    """The good reply, with a document type and something of it used."""
    return GOOD.replace("?>", f"?><!DOCTYPE ResponseMessage [{inside}]>", 1).replace("POWERDZ", use)


HOSTILE = {
    "a billion laughs": (declaring(f'<!ENTITY l0 "ha">{LAUGHS}', "&l11;"), "doctype"),
    "quadratic blow-up": (declaring(f'<!ENTITY q "{"q" * 50_000}">', "&q;" * 1000), "doctype"),
    "a file as an entity": (declaring('<!ENTITY f SYSTEM "file:///etc/hostname">', "&f;"), "doctype"),
    "an address as an entity": (declaring('<!ENTITY f SYSTEM "http://127.0.0.1:1/">', "&f;"), "doctype"),
    "a parameter entity": (declaring('<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;'), "doctype"),
    "a document type elsewhere": (
        GOOD.replace("?>", '?><!DOCTYPE r SYSTEM "http://127.0.0.1:1/r.dtd">', 1),
        "doctype",
    ),
    "a document type and nothing more": (GOOD.replace("?>", "?><!DOCTYPE ResponseMessage>", 1), "doctype"),
    "too deep": ("<a>" * 100 + "</a>" * 100, "depth"),
    "endlessly deep and never closed": ("<a>" * 500_000, "depth"),
    "too many elements": (f"<r>{'<a/>' * 100_000}</r>", "elements"),
    "too long": (f"<r>{' ' * (5 << 20)}</r>", "size"),
    "another encoding": (GOOD.replace("UTF-8", "UTF-16").encode("utf-16"), "encoding"),
    "bytes that are no UTF-8": (GOOD.encode().replace(b"POWERDZ", b"\xff\xfe"), "encoding"),
}


def test_the_reply_that_the_hostile_ones_are_made_from_is_a_good_one() -> None:
    assert xml.read(GOOD.encode()).tag.endswith("ResponseMessage")


@pytest.mark.parametrize(("text", "reason"), HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_reply_is_refused_for_what_it_is(text: str | bytes, reason: str) -> None:
    with pytest.raises(ContractError) as raised:
        await Company(text).adapter.push_scheme(scheme(), key=KEY)
    assert raised.value.message.id == "iec-xml-refused"
    assert raised.value.message.params["reason"] == reason
    assert len(raised.value.detail) <= 1000


@pytest.mark.parametrize(("text", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_event_is_refused_even_where_it_is_signed(text: str | bytes, reason: str) -> None:
    body = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ContractError) as raised:
        Company().adapter.read_callback(signed(body), body)
    assert raised.value.message.id == "iec-xml-refused"
    assert raised.value.message.params["reason"] == reason


@pytest.mark.parametrize("text", ["", "<r>", "<r></s>", "\x00", "<r>&lt;&nope;</r>", "<r a='1' a='2'/>"])
def test_what_is_no_xml_at_all_is_told_apart(text: str) -> None:
    with pytest.raises(xml.XmlRefused) as raised:
        xml.read(text.encode())
    assert raised.value.reason == "syntax"


def test_a_file_named_in_an_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the content of a file of ours")
    text = declaring(f'<!ENTITY f SYSTEM "{secret.as_uri()}">', "&f;").encode()
    with pytest.raises(xml.XmlRefused) as raised:
        xml.read(text)
    assert "of ours" not in repr(raised.value.__context__)


@pytest.mark.parametrize("unit", ["<contact", "<contact>", "<contact x", "<contact>a</phone>"])
def test_masking_a_text_made_to_be_slow_takes_no_longer_than_its_length(unit: str) -> None:
    # Quadratic work on a megabyte would run into the suite's own time limit.
    body = unit.encode() * (1_000_000 // len(unit)) + b"<phone>13800000000</phone>"
    redactor = Redactor()
    redactor.learn(body, "application/xml")
    assert "13800000000" not in (redactor.body(body[-400:], "application/xml") or "")


def test_a_declared_encoding_does_not_change_how_a_text_is_read() -> None:
    named = message().replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
    page = Company().adapter.read_callback(signed(named), named)
    assert page.updates[0].status_text == "审查已受理"
