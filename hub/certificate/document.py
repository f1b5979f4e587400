"""The certificate as a document: one spelling, signed, so that any other byte is another document."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.certificate.keys import KeyUnreadable, PrivateKey, PublicKey
from models.digest import canonical_json

FORMAT: Final = "liandong-certificate/1"
UTILITY: Final = "utility"
HUB: Final = "hub"
"""The names of the first two sides; each mirror goes by its id."""
_SIGNATURE: Final = "signature"


class NotACertificate(ValueError):
    """The file is no certificate of this format."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of verifying a certificate. `trusted`: it was signed with the key that the reader named."""

    valid: bool
    trusted: bool | None
    key: PublicKey | None
    content: Mapping[str, Any]
    digests_right: bool = True


def digest_of(members: Iterable[tuple[str, int | None, str]]) -> str:
    """The digest of a set of events, whatever order they come in.

    SHA-256, hexadecimal, over one line per event in the order of its bytes, each ended by a line feed: the canonical
    JSON of the list `[event id, scheme version or null, content hash]`.
    """
    lines = sorted(canonical_json(list(member)) + b"\n" for member in members)
    return hashlib.sha256(b"".join(lines)).hexdigest()


def signed(content: Mapping[str, Any], key: PrivateKey) -> bytes:
    """The file of a certificate: canonical JSON, signed over all that is not the signature, and a line feed."""
    public = key.public
    signature = {
        "algorithm": public.algorithm,
        "key": public.text,
        "value": key.sign(canonical_json(dict(content))),
    }
    return canonical_json({**content, _SIGNATURE: signature}) + b"\n"


def read(file: bytes) -> Mapping[str, Any]:
    """The document of a file, not verified. Raises `NotACertificate`."""
    try:
        document = json.loads(file)
    except ValueError:
        raise NotACertificate from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotACertificate
    if not isinstance(document.get("records"), list) or not isinstance(document.get(_SIGNATURE), dict):
        raise NotACertificate
    return document


def verify(file: bytes, named: PublicKey | None = None) -> Verdict:
    """Whether every byte of a file is as it was signed, with the key it carries or the one `named`.

    Without a key that the reader has from elsewhere, a certificate only proves that nobody changed it since it was
    signed by whoever holds the key it names. Raises `NotACertificate`.
    """
    document = read(file)
    content = {name: value for name, value in document.items() if name != _SIGNATURE}
    signature = document[_SIGNATURE]
    try:
        key = PublicKey.read(f"{signature.get('algorithm')}:{signature.get('key')}")
    except KeyUnreadable:
        return Verdict(False, None, None, content)
    as_spelt = canonical_json(document) + b"\n" == file
    valid = as_spelt and key.verifies(str(signature.get("value")), canonical_json(content))
    trusted = None if named is None else valid and named == key
    return Verdict(valid, trusted, key, content, digests_right=not valid or _digests_right(content))


def _digests_right(content: Mapping[str, Any]) -> bool:
    """Whether each side's count and digest are those of the events listed: what anybody can compute again."""
    return all(
        side["held"] is None or (len(members), digest_of(members)) == (side["held"], side["digest"])
        for record in content["records"]
        for name, side in record["sides"].items()
        for members in [members_of(record, name)]
    )


def members_of(record: Mapping[str, Any], side: str) -> list[tuple[str, int | None, str]]:
    """The events of one side of a record."""
    return [
        (event["id"], event["version"], event["held"][side])
        for event in record["events"]
        if side in event["held"]
    ]
