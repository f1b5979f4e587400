"""Where second-factor secrets are kept: encrypted, under a key that is not in the database."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, Self

from cryptography.fernet import Fernet, InvalidToken

from hub.notready import NotReady
from hub.secret_references import SecretMissing, resolve_secret
from models.messages import Message

KEY_FILE: Final = "desk.key"
"""In the home folder, readable by its owner alone. Kept with every backup: without it second factors are lost."""


class Vault:
    """Encrypts and decrypts short secrets."""

    def __init__(self, key: str) -> None:
        try:
            self._fernet = Fernet(key)
        except ValueError:
            raise NotReady(Message(id="desk-key-wrong")) from None

    @classmethod
    def of(cls, home: Path, reference: Mapping[Literal["env", "file"], str] | None = None) -> Self:
        """The vault of a home folder, its key made when there is none yet. Raises `NotReady`."""
        if reference is not None:
            plain = {str(how): where for how, where in reference.items()}
            try:
                return cls(resolve_secret(plain, home, field="people.key"))
            except SecretMissing as error:
                raise NotReady(Message(id="desk-key-missing"), (error.fault,)) from None
        path = home / KEY_FILE
        try:
            # Made under its name at once and whole or not at all: two processes must not each make their own.
            spare = path.with_name(f"{path.name}.{os.getpid()}")
            if not path.exists():
                spare.touch(mode=0o600)
                spare.write_bytes(Fernet.generate_key())
                try:
                    os.link(spare, path)
                except FileExistsError:
                    pass
                finally:
                    spare.unlink()
            return cls(path.read_text(encoding="ascii").strip())
        except (OSError, UnicodeDecodeError):
            raise NotReady(Message(id="desk-key-missing")) from None

    def lock(self, secret: str) -> str:
        """The secret, encrypted."""
        return self._fernet.encrypt(secret.encode()).decode()

    def unlock(self, kept: str) -> str:
        """The secret again. Raises `NotReady` when it was encrypted under another key."""
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken:
            raise NotReady(Message(id="desk-key-wrong")) from None
