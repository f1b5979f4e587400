"""A utility's webhooks: signed, repeated while the hub is down, given up in the end."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.server import Server
from sandbox.utility.webhooks import MOST_ATTEMPTS, sign
from tests.sandbox.clients import Company, Control, submission
from tests.sandbox.wire import UGA

MESSAGE = "/webhooks/schemeEvent/post/requestBody/content/application~1json/schema"


class Hub:
    """Where the webhooks go."""

    def __init__(self) -> None:
        self.status = 204
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.server = Server(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.received.append((dict(request.headers), await request.body()))
        await Response(status_code=self.status)(scope, receive, send)

    def ids(self) -> list[str]:
        """Of the messages, as they came."""
        return [headers["webhook-id"] for headers, _ in self.received]


@pytest.fixture
async def hub(control: Control) -> AsyncIterator[Hub]:
    hub = Hub()
    await hub.server.start()
    await control.ask("POST", "callbacks", counterpart="water", url=hub.server.address + "/callbacks/water")
    yield hub
    await hub.server.stop()


@pytest.fixture
def secret(announced: dict[str, Any]) -> str:
    return str(announced["counterparts"]["water"]["webhook_secret"])


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_hub_is_told_of_an_event_at_once_and_can_verify_it(
    water: Company, control: Control, hub: Hub, secret: str
) -> None:
    await water.submit(submission())
    await control.advance()
    headers, body = hub.received[0]
    Webhook(secret).verify(body, headers)
    assert UGA.faults(MESSAGE, json.loads(body)) == []
    assert json.loads(body)["data"] == (await water.events())["events"][0]
    assert len(await control.effects("water", "webhook_taken")) == len(hub.received)


async def test_a_hub_that_is_down_is_told_again_on_later_days_under_the_same_id(
    water: Company, control: Control, hub: Hub
) -> None:
    hub.server.unplug()
    await water.submit(submission())
    state = await control.advance()
    assert not state["settled"]
    await hub.server.plug_in()
    await control.advance()
    told = hub.ids()
    emitted = [f"msg_{each['id']}" for each in (await water.events())["events"]]
    assert sorted(told) == sorted(emitted)


async def test_a_message_is_given_up_after_some_attempts(water: Company, control: Control, hub: Hub) -> None:
    hub.status = 500
    await water.submit(submission())
    await control.advance(MOST_ATTEMPTS)
    first = hub.ids()[0]
    assert hub.ids().count(first) == MOST_ATTEMPTS
    assert first in [each["business_key"] for each in await control.effects("water", "webhook_given_up")]


async def test_a_forged_message_does_not_verify(
    water: Company, control: Control, hub: Hub, secret: str
) -> None:
    await control.fault("water", "forge_webhook", times=1)
    await water.submit(submission())
    await control.advance()
    headers, body = hub.received[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


async def test_a_message_can_be_repeated(water: Company, control: Control, hub: Hub) -> None:
    await control.fault("water", "repeat_webhook", times=1)
    await water.submit(submission())
    await control.advance()
    assert hub.ids()[0] == hub.ids()[1]
