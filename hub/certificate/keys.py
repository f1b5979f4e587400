"""Keys and signatures: Ed25519 (RFC 8032) by default, SM2 with SM3 (GB/T 32918.2) by choice.

A key is written `ed25519:HEX` or `sm2:HEX`: the private one 32 bytes, the public one 32 bytes for Ed25519 and the 64
bytes of x and y for SM2.
"""

import secrets
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from gmssl.sm2 import CryptSM2, default_ecc_table

Algorithm = Literal["ed25519", "sm2"]

_P: Final = int(default_ecc_table["p"], 16)
_N: Final = int(default_ecc_table["n"], 16)
_A: Final = int(default_ecc_table["a"], 16)
_B: Final = int(default_ecc_table["b"], 16)
_LONG: Final = 64
"""Hexadecimal digits of a number below 2^256."""
_ID: Final = b"1234567812345678"
"""Whom an SM2 signature is by, where nothing else was agreed (GM/T 0009)."""


class KeyUnreadable(ValueError):
    """Not a key of either kind."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """With what a signature is checked."""

    algorithm: Algorithm
    text: str
    """Hexadecimal, lower case."""

    @classmethod
    def read(cls, written: str) -> Self:
        """From `ed25519:HEX` or `sm2:HEX`. Raises `KeyUnreadable`."""
        algorithm, digits = _parted(written)
        length = _LONG if algorithm == "ed25519" else 2 * _LONG
        if len(digits) != length or (algorithm == "sm2" and not _on_curve(digits)):
            raise KeyUnreadable
        return cls(algorithm, digits)

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.text}"

    def verifies(self, signature: str, content: bytes) -> bool:
        """Whether `signature` (hexadecimal) is this key's on `content`."""
        try:
            value = bytes.fromhex(signature)
        except ValueError:
            return False
        if len(value) != _LONG or value.hex() != signature:
            return False
        if self.algorithm == "sm2":
            return _sm2_verifies(self.text, signature, content)
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.text)).verify(value, content)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """With what is signed."""

    algorithm: Algorithm
    text: str = field(repr=False)

    @classmethod
    def make(cls, algorithm: Algorithm) -> Self:
        """A new one."""
        if algorithm == "ed25519":
            return cls(algorithm, Ed25519PrivateKey.generate().private_bytes_raw().hex())
        return cls(algorithm, f"{_random_below(_N - 2):064x}")

    @classmethod
    def read(cls, written: str) -> Self:
        """From `ed25519:HEX` or `sm2:HEX`. Raises `KeyUnreadable`."""
        algorithm, digits = _parted(written)
        if len(digits) != _LONG or (algorithm == "sm2" and not 0 < int(digits, 16) < _N - 1):
            raise KeyUnreadable
        return cls(algorithm, digits)

    @property
    def written(self) -> str:
        """As `read` takes it: a secret."""
        return f"{self.algorithm}:{self.text}"

    @property
    def public(self) -> PublicKey:
        """The other half."""
        if self.algorithm == "ed25519":
            key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.text))
            return PublicKey("ed25519", key.public_key().public_bytes_raw().hex())
        point = CryptSM2(self.text, "")._kg(int(self.text, 16), default_ecc_table["g"])
        return PublicKey("sm2", str(point).lower())

    def sign(self, content: bytes) -> str:
        """The signature on `content`, hexadecimal."""
        if self.algorithm == "ed25519":
            return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.text)).sign(content).hex()
        public = self.public.text
        signer = CryptSM2(self.text, "")
        while True:
            # Not the library's own random numbers: those are not meant for secrets.
            signature = signer.sign(_sm2_digest(public, content), f"{_random_below(_N - 1):064x}")
            if signature is not None:
                return str(signature)


def _sm2_verifies(public: str, signature: str, content: bytes) -> bool:
    r, s = int(signature[:_LONG], 16), int(signature[_LONG:], 16)
    if not (0 < r < _N and 0 < s < _N) or (r + s) % _N == 0:
        return False
    checker = CryptSM2("", "")
    # Set here: the library's constructor takes every 0 and 4 off the front of a key.
    checker.public_key = public
    return bool(checker.verify(signature, _sm2_digest(public, content)))


def _sm2_digest(public: str, content: bytes) -> bytes:
    """SM3 of Z and the content; Z is of the signer's name, the curve and the public key (GB/T 32918.2 §5.5)."""
    curve = "".join(default_ecc_table[name] for name in ("a", "b", "g"))
    z = _sm3(len(_ID * 8).to_bytes(2, "big") + _ID + bytes.fromhex(curve + public))
    return _sm3(z + content)


def _sm3(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


def _on_curve(digits: str) -> bool:
    x, y = int(digits[:_LONG], 16), int(digits[_LONG:], 16)
    return x < _P and y < _P and (y * y - (x * x * x + _A * x + _B)) % _P == 0


def _random_below(limit: int) -> int:
    """From 1 to `limit`."""
    return secrets.randbelow(limit) + 1


def _parted(written: str) -> tuple[Algorithm, str]:
    algorithm, _, digits = written.strip().partition(":")
    try:
        same = bytes.fromhex(digits).hex() == digits
    except ValueError:
        same = False
    if not same:
        raise KeyUnreadable
    match algorithm:
        case "ed25519" | "sm2":
            return algorithm, digits
    raise KeyUnreadable
