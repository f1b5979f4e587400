"""What makes an identity token (ID token) good: OpenID Connect Core 1.0, section 3.1.3.7."""

from collections.abc import Mapping
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import InvalidClaimError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from hub.people.settings import OidcSettings

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the provider holds. No `none`, and none by a shared secret."""


def claims_of(
    token: str, keys: Mapping[str, Any], settings: OidcSettings, *, nonce: str, now: int
) -> Mapping[str, Any]:
    """The claims of a token that is signed by one of `keys`, meant for us, of this sign-in, and not over.

    Raises `joserfc.errors.JoseError` or `ValueError`.
    """
    claims = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
    registry = JWTClaimsRegistry(
        now=now,
        leeway=int(settings.leeway.total_seconds()),
        iss={"essential": True, "value": settings.issuer},
        aud={"essential": True, "value": settings.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    registry.validate(claims)
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != settings.client_id:
        raise InvalidClaimError("azp")
    return claims
