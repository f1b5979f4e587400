"""What the desk's process holds for all its visitors."""

from dataclasses import dataclass

from desk.courier import Courier
from hub.bootstrap import Hub
from hub.notready import NotReady
from hub.people.oidc import Oidc
from hub.people.signing_in import SignIn
from hub.people.vault import Vault
from hub.secret_references import SecretMissing, resolve_secret
from hub.settings import Settings
from models.messages import Message


@dataclass(frozen=True, slots=True)
class House:
    """A hub, the gate that lets people in, the provider that vouches for them, and the courier."""

    hub: Hub
    gate: SignIn
    oidc: Oidc | None
    courier: Courier


def open_house(hub: Hub) -> House:
    """A house over a hub. Raises `NotReady` where a secret that is configured is missing."""
    settings = hub.settings
    vault = Vault.of(settings.home, settings.people.key)
    return House(hub, SignIn(hub.store, vault, settings.people), _provider(hub, settings), Courier(hub))


def _provider(hub: Hub, settings: Settings) -> Oidc | None:
    oidc = settings.people.oidc
    if oidc is None:
        return None
    secret = None
    if oidc.client_secret is not None:
        try:
            secret = resolve_secret(
                {str(how): where for how, where in oidc.client_secret.items()},
                settings.home,
                field="people.oidc.client_secret",
            )
        except SecretMissing as missing:
            raise NotReady(Message(id="desk-provider-secret"), (missing.fault,)) from None
    return Oidc(settings.people, oidc, hub.store, secret=secret)
