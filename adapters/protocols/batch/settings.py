"""What a company reached by batch files is configured with: where the shared place is, and who we are there."""

from pathlib import Path
from typing import Self

import asyncssh
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError


class BatchSettings(BaseModel):
    """Either `folder`, a shared folder of this machine, or `host` and the rest, an SFTP server."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )

    folder: Path | None = None
    """Absolute. It has to be there: one that is made up where a mount is missing would swallow everything."""
    host: str | None = None
    port: int = Field(default=22, ge=1, le=65535)
    user: str = ""
    password: SecretStr | None = None
    private_key: SecretStr | None = None
    """An OpenSSH or PEM private key, the text of the file."""
    passphrase: SecretStr | None = None
    host_keys: tuple[str, ...] = ()
    """The server's public keys as `ssh-keyscan` writes them without the name (`ssh-ed25519 AAAA…`); several while it
    changes its key. Another key is another server, and nothing is told to it."""
    root: str = "."
    """The shared place within what the server shows us."""
    withdrawal_reason: str = Field(default="联合审查已撤回该方案", min_length=1, max_length=500)
    """What the company is told when the joint review gave no reason: the wire wants one."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.folder is None) == (self.host is None):
            raise PydanticCustomError("batch-one-place", "either a folder or a host")
        if self.folder is not None and not self.folder.is_absolute():
            raise PydanticCustomError("batch-folder-absolute", "an absolute path")
        if self.host is not None:
            self._check_login()
        return self

    def _check_login(self) -> None:
        if not self.user or (self.password is None and self.private_key is None):
            raise PydanticCustomError("batch-login", "a user with a password or a private key")
        try:
            known = [asyncssh.import_public_key(key) for key in self.host_keys]
        except asyncssh.KeyImportError:
            known = []
        if not known:
            raise PydanticCustomError("batch-host-key", "the server's public key")
        try:
            self.client_key()
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
            raise PydanticCustomError("batch-private-key", "a private key, with its passphrase") from None

    def client_key(self) -> asyncssh.SSHKey | None:
        """The private key to log in with, if there is one."""
        if self.private_key is None:
            return None
        passphrase = self.passphrase.get_secret_value() if self.passphrase else None
        return asyncssh.import_private_key(self.private_key.get_secret_value() + "\n", passphrase)
