"""An OpenID Connect provider to sign in by, over a transport of the seam's: it signs what it is told to say."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://id.example.cn/realms/city"
CLIENT = "liandong"
SECRET = "client-secret-of-the-hub"


class FakeProvider:
    """Gives a code for each browser that comes, and a token for each code, once."""

    def __init__(self, now: int | None = None) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "k1", "use": "sig"})
        self.now = now or int(time.time())
        self.claims: dict[str, Any] = {}
        self.says: dict[str, Any] = {}
        """What stands in the token instead of what should."""
        self.algorithm = "ES256"
        self.down = False
        self.asked: list[str] = []
        self.published: list[Any] = [self.key]
        self._begun: dict[str, dict[str, str]] = {}

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def visit(self, url: str, **claims: Any) -> dict[str, str]:
        """The browser goes there and signs in: what it comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{ISSUER}/auth?")
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self._begun)}"
        self._begun[code] = asked
        self.claims = claims
        return {"code": code, "state": asked["state"]}

    def rotate(self) -> None:
        """Another key, as providers change theirs."""
        self.key = ECKey.generate_key("P-256", {"kid": f"k{len(self.published) + 1}", "use": "sig"})
        self.published = [self.key]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.down:
            return httpx.Response(503)
        match request.url.path.removeprefix("/realms/city"):
            case "/.well-known/openid-configuration":
                return httpx.Response(
                    200,
                    json={
                        "issuer": ISSUER,
                        "authorization_endpoint": f"{ISSUER}/auth",
                        "token_endpoint": f"{ISSUER}/token",
                        "jwks_uri": f"{ISSUER}/keys",
                    },
                )
            case "/keys":
                keys = [key.as_dict(private=False) for key in self.published]
                return httpx.Response(200, json={"keys": keys})
            case "/token":
                return self._token(request)
        return httpx.Response(404)

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        begun = self._begun.pop(form["code"], None)
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        fits = (
            begun is not None
            and challenge == begun["code_challenge"]
            and form["redirect_uri"] == begun["redirect_uri"]
            and request.headers["authorization"] == f"Basic {pair}"
        )
        if not fits or begun is None:
            return httpx.Response(400, json={"error": "invalid_grant"})
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "subject-1",
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": begun["nonce"],
            **self.claims,
            **self.says,
        }
        wanted = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return httpx.Response(200, json={"id_token": jwt.encode(header, wanted, self.key)})
