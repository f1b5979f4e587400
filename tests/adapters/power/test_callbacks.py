"""Events that a power company posts: only those it signed just now, whole, and acknowledged where it asks for that."""

from collections.abc import Callable
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest

from adapters.errors import AuthError, ContractError
from models.events import Update
from tests.adapters.power.answering import EVENT, EVENTS, RECEIPT, Company, M, reply
from tests.adapters.power.callbacks import message, signed
from tests.adapters.power.schemas import unlike
from tests.adapters.support import NOON

BODY = message()


def read(body: bytes = BODY, headers: dict[str, str] | None = None) -> Update:
    page = Company().adapter.read_callback(signed(body) if headers is None else headers, body)
    (update,) = page.updates
    assert (page.unreadable, page.cursor, page.more) == ((), None, False)
    return update


def test_a_signed_event_is_an_update() -> None:
    assert unlike(BODY) == []
    update = read()
    assert (update.event_id, update.status, update.status_code) == ("E-1", None, "YSL")
    assert (update.scheme_id, update.scheme_version) == ("FA-511702-2026-0007", 1)
    assert update.handler is not None
    assert update.handler.get_secret_value() == "王小明"


@pytest.mark.parametrize("secret", EVENTS)
def test_either_secret_will_do_while_the_company_changes_its_own(secret: str) -> None:
    assert read(headers=signed(BODY, secret)).event_id == "E-1"


@pytest.mark.parametrize("covered", ['"@method" "content-digest"', '"content-type" "content-digest"'])
def test_more_than_the_digest_may_be_covered(covered: str) -> None:
    assert read(headers=signed(BODY, covered=covered)).event_id == "E-1"


def test_the_same_event_sent_again_has_the_same_id() -> None:
    later = signed(BODY, at=NOON + timedelta(minutes=1))
    assert read().event_id == read(headers=later).event_id


FORGED: dict[str, tuple[Callable[[], tuple[dict[str, str], bytes]], str]] = {
    "no signature": (lambda: ({}, BODY), "webhook-unsigned"),
    "another secret": (lambda: (signed(BODY, "another secret altogether"), BODY), "webhook-signature"),
    "another body": (lambda: (signed(BODY), BODY.replace(b"YSL", b"BJTG")), "webhook-signature"),
    "another body with its own digest": (
        lambda: (
            signed(BODY) | {"Content-Digest": signed(message(EVENT + " "))["Content-Digest"]},
            message(EVENT + " "),
        ),
        "webhook-signature",
    ),
    "a digest that is not covered": (
        lambda: (signed(BODY, covered='"@method"'), BODY),
        "webhook-unsigned",
    ),
    "a component nobody can see": (
        lambda: (signed(BODY, covered='"@path" "content-digest"'), BODY),
        "webhook-signature",
    ),
    "a component twice": (
        lambda: (signed(BODY, covered='"content-digest" "content-digest"'), BODY),
        "webhook-signature",
    ),
    "too old": (lambda: (signed(BODY, at=NOON - timedelta(minutes=6)), BODY), "webhook-clock"),
    "from the future": (lambda: (signed(BODY, at=NOON + timedelta(minutes=6)), BODY), "webhook-clock"),
    "its time moved": (
        lambda: (
            {
                name: value.replace(
                    f"created={int(NOON.timestamp()) - 3600}", f"created={int(NOON.timestamp())}"
                )
                for name, value in signed(BODY, at=NOON - timedelta(hours=1)).items()
            },
            BODY,
        ),
        "webhook-signature",
    ),
    "no time": (
        lambda: ({name: value.replace("created", "expires") for name, value in signed(BODY).items()}, BODY),
        "webhook-clock",
    ),
}


@pytest.mark.parametrize(("forge", "message_id"), FORGED.values(), ids=FORGED)
def test_a_forged_or_stale_event_is_refused(
    forge: Callable[[], tuple[dict[str, str], bytes]], message_id: str
) -> None:
    headers, body = forge()
    with pytest.raises(AuthError) as raised:
        Company().adapter.read_callback(headers, body)
    assert raised.value.message.id == message_id


def test_without_a_secret_of_theirs_no_event_is_believed() -> None:
    with pytest.raises(AuthError):
        Company(callback_secrets=[]).adapter.read_callback(signed(BODY, ""), BODY)


@pytest.mark.parametrize(
    "body",
    [
        b"not XML",
        reply("OK", payload=EVENT).encode(),
        message(RECEIPT),
        BODY.replace(b"<MessageID>msg_E-1</MessageID>", b""),
        BODY.replace(b"<AckRequired>true", b"<AckRequired>perhaps"),
    ],
)
def test_a_signed_message_that_is_no_event_is_kept_for_a_person(body: bytes) -> None:
    with pytest.raises(ContractError) as raised:
        Company().adapter.read_callback(signed(body), body)
    assert raised.value.message.id == "callback-unreadable"
    assert "王小明" not in raised.value.detail


def test_an_event_that_cannot_be_read_is_set_aside_without_the_persons_name() -> None:
    body = message(EVENT.replace("review", "roofing") + "")
    page = Company().adapter.read_callback(signed(body), body)
    assert page.updates == ()
    (aside,) = page.unreadable
    assert aside.event_id == "E-1"
    assert [fault.field for fault in aside.faults] == ["stage"]
    assert "王小明" not in aside.body
    assert "规划设计部" in aside.body


def test_an_event_that_asks_for_it_is_acknowledged_with_a_response_message() -> None:
    answered = Company().adapter.callback_reply(signed(BODY), BODY)
    assert answered is not None
    assert answered.content_type.startswith("application/xml")
    assert unlike(answered.body) == []
    root = fromstring(answered.body)  # noqa: S314 - our own message
    assert root.tag == f"{M}ResponseMessage"
    assert root.findtext(f"{M}Header/{M}CorrelationID") == "msg_E-1"
    assert root.findtext(f"{M}Reply/{M}Result") == "OK"


@pytest.mark.parametrize("ack", ["false", "0"])
def test_an_event_that_asks_for_none_gets_a_bare_status(ack: str) -> None:
    body = message(ack=ack)
    assert Company().adapter.callback_reply(signed(body), body) is None
