"""A company behind the Utility Gateway API that answers by route, and what its wire document gives as examples."""

from typing import Any

import httpx
import respx
from pydantic import SecretStr

from adapters.auth import sign
from adapters.http import Wiring
from adapters.protocols.gateway.adapter import GatewayAdapter
from models.stage import UtilityKind
from tests.adapters.support import NOON, company
from tests.adapters.wires import UTILITY, example

BASE = "http://w.test/uga/v1"
SECRETS = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY")
RECEIPT = example(UTILITY, "components", "examples", "SchemeReceipt", "value")
WITHDRAWN = example(UTILITY, "components", "examples", "WithdrawalReceipt", "value")
EVENTS = example(
    UTILITY,
    "paths",
    "/events",
    "get",
    "responses",
    "200",
    "content",
    "application/json",
    "examples",
    "page",
    "value",
)
KEY = "water-tc/FA-511702-2026-0007/1"


class Company:
    """A company that answers by route, and the adapter that speaks with it."""

    def __init__(self, kind: UtilityKind = UtilityKind.WATER) -> None:
        self.routes = respx.Router(assert_all_called=False)
        self.adapter = GatewayAdapter.connect(
            company(kind),
            {"base_url": BASE, "token": "geheim", "webhook_secrets": SECRETS, "page_size": 50},
            Wiring(transport=httpx.MockTransport(self.routes.async_handler), clock=lambda: NOON),
        )

    def answers(self, method: str, path: str, answer: httpx.Response | int, body: Any = None) -> respx.Route:
        given = answer if isinstance(answer, httpx.Response) else httpx.Response(answer, json=body)
        return self.routes.route(method=method, path__regex=f"^/uga/v1{path}$").mock(return_value=given)

    def sent(self) -> httpx.Request:
        request: httpx.Request = self.routes.calls.last.request
        return request


def signed(body: bytes, secret: int = 0) -> dict[str, str]:
    """The headers of a callback that was signed at noon."""
    stamp = int(NOON.timestamp())
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(SecretStr(SECRETS[secret]), "msg_1", stamp, body),
    }
