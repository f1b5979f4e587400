"""Signatures: by published vectors, and by another program."""

import shutil
import subprocess
from pathlib import Path

import pytest

from hub.certificate.keys import KeyUnreadable, PrivateKey, PublicKey

# RFC 8032 §7.1, test 2.
ED25519_PRIVATE = "ed25519:4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
ED25519_PUBLIC = "ed25519:3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
ED25519_SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
# GM/T 0003.5, annex A.2.
SM2_PRIVATE = "sm2:3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
SM2_PUBLIC = (
    "sm2:09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SM2_SIGNATURE = (
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)


def test_the_vector_of_rfc_8032_holds() -> None:
    key = PrivateKey.read(ED25519_PRIVATE)
    assert str(key.public) == ED25519_PUBLIC
    assert key.sign(b"\x72") == ED25519_SIGNATURE
    assert key.public.verifies(ED25519_SIGNATURE, b"\x72")


def test_the_vector_of_gmt_0003_holds() -> None:
    key = PrivateKey.read(SM2_PRIVATE)
    assert str(key.public) == SM2_PUBLIC
    assert key.public.verifies(SM2_SIGNATURE, b"message digest")
    assert not key.public.verifies(SM2_SIGNATURE, b"message digest.")


@pytest.mark.parametrize("algorithm", ["ed25519", "sm2"])
def test_what_one_key_signs_no_other_verifies(algorithm: str) -> None:
    key, other = (PrivateKey.make(algorithm) for _ in range(2))  # type: ignore[arg-type]
    signature = key.sign(b"content")
    assert PublicKey.read(str(key.public)).verifies(signature, b"content")
    assert not other.public.verifies(signature, b"content")
    assert not key.public.verifies(signature, b"Content")
    for wrong in (signature.upper(), signature[:-2], "", "zz", "00" * 64, "ff" * 64):
        assert not key.public.verifies(wrong, b"content")


def test_keys_that_begin_with_zeros_and_fours_verify_too() -> None:
    key = PrivateKey.make("sm2")
    for _ in range(40):
        if key.public.text[0] in "04":
            break
        key = PrivateKey.make("sm2")
    assert key.public.verifies(key.sign(b"x"), b"x")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")
def test_openssl_agrees_on_sm2(tmp_path: Path) -> None:
    program = shutil.which("openssl") or ""
    key = PrivateKey.make("sm2")
    signature = key.sign(b"content")
    r, s = signature[:64], signature[64:]
    (tmp_path / "content").write_bytes(b"content")
    (tmp_path / "signature").write_bytes(_der(int(r, 16), int(s, 16)))
    (tmp_path / "key.der").write_bytes(_spki(key.public.text))
    command = (
        *(program, "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key.der", "-rawin"),
        *("-in", "content", "-sigfile", "signature", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"),
    )
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ed25519:",
        "ed25519:00",
        "rsa:" + "00" * 32,
        "sm2:" + "11" * 64,
        "ed25519:" + "GG" * 32,
        "ed25519:" + "AB" * 32,
    ],
)
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(KeyUnreadable):
        PublicKey.read(written)


def _der(*numbers: int) -> bytes:
    parts = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in numbers]
    body = b"".join(b"\x02" + bytes([len(part)]) + part for part in parts)
    return b"\x30" + bytes([len(body)]) + body


def _spki(point: str) -> bytes:
    """SubjectPublicKeyInfo: id-ecPublicKey, curve sm2p256v1."""
    algorithm = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")
    bits = b"\x03\x42\x00\x04" + bytes.fromhex(point)
    body = algorithm + bits
    return b"\x30" + bytes([len(body)]) + body
