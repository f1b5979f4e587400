"""The interfaces an adapter author implements: a utility, a mirror, a source of schemes.

An adapter translates. It stores nothing, retries nothing and never sleeps: it raises the right error of
`adapters.errors` and leaves the rest to the hub. All methods are coroutines except `read_callback`, which
only reads what it is given.

An adapter's module lists its classes in `ADAPTERS`; see `adapters.registry`. The hub makes one with
`connect`, from the raw settings of its configuration, and lets go of it with `aclose`.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal, Self, get_args

from pydantic import AwareDatetime, BaseModel, Field

from adapters.holdings import Content, HoldingsPage
from adapters.http.wiring import Wiring
from models.application import LinkedApplication
from models.base import Frozen
from models.company import Company
from models.documents import DocumentRef
from models.events import Update
from models.identifiers import CompanyId, Sha256
from models.messages import FieldFault, Message
from models.opinions import OpinionReply
from models.records import ORDINARY, Record, RecordType
from models.scheme import Scheme, SchemeChange, Withdrawal
from models.stage import UtilityKind


class Receipt(Frozen):
    """A counterpart's word that it holds what was sent: its own reference, and when it took it if it says."""

    remote_ref: str = Field(min_length=1, max_length=128)
    received_at: AwareDatetime | None = None


class Unreadable(Frozen):
    """One item of a page that could not be read: kept for the desk, while the rest of the page counts."""

    event_id: str
    message: Message
    faults: tuple[FieldFault, ...] = ()
    body: str
    """The item as it came, scrubbed of personal data and cut to a readable length."""


class Page(Frozen):
    """Updates since a cursor, in the counterpart's order; `more` asks for another call at once."""

    updates: tuple[Update, ...]
    unreadable: tuple[Unreadable, ...] = ()
    cursor: str | None
    more: bool = False


class CallbackReply(Frozen):
    """What a callback is answered with once it has been committed, where the wire wants more than a status."""

    body: bytes
    content_type: str = Field(min_length=3, max_length=100)


class SchemePage(Frozen):
    """Scheme changes since a cursor, in the source's order."""

    changes: tuple[SchemeChange, ...]
    unreadable: tuple[Unreadable, ...] = ()
    cursor: str | None
    more: bool = False


class RecordAnswer(Frozen):
    """A mirror's answer to one record of a batch: taken with its serial number, or refused with reasons.

    `pending`: it holds the record and has not judged it yet. It is then neither taken nor refused, is not sent
    again, and is asked for by `find` after a while.
    """

    key: str
    taken: bool
    pending: bool = False
    serial: str | None = None
    message: Message | None = None
    faults: tuple[FieldFault, ...] = ()


class DocumentFile(BaseModel):
    """A document on disk: what the scheme says of it, and where its bytes are."""

    ref: DocumentRef
    path: Path


class Authority(Frozen):
    """The province, or another authority that takes records or gives schemes: its name as people know it."""

    id: CompanyId
    name: str = Field(min_length=1, max_length=100)


class Adapter(ABC):
    """What every adapter has: a name, settings of its own type and a way to let go of its connections."""

    name: ClassVar[str]
    """What the configuration calls it."""
    Settings: ClassVar[type[BaseModel]]
    """What it is configured with: unknown fields refused, secrets as `SecretStr`."""

    async def aclose(self) -> None:
        """Release connections. The default has none."""
        return None

    async def ping(self) -> None:
        """Ask the counterpart for a sign of life without any effect. Raises a `CounterpartError`."""
        raise NotImplementedError


class UtilityAdapter(Adapter):
    """One utility company over one wire.

    `kind` is the kind of utility the adapter is for, or `None` when the configuration says it. Overriding an
    optional verb declares the capability; see `capabilities`.
    """

    kind: ClassVar[UtilityKind | None] = None
    idempotent: ClassVar[bool] = False
    """Whether the wire itself makes a resend under the same key harmless."""

    keys_last: ClassVar[timedelta | None] = None
    """How long the company knows a key; `None`: for ever. After that, `find_by_key` and a resend say nothing of what
    was sent, and only `find_scheme` does."""

    company: Company

    @classmethod
    def connect(cls, company: Company, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        """An adapter for `company`. Raises `pydantic.ValidationError` when `settings` do not fit."""
        raise NotImplementedError

    @abstractmethod
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        """Submit one version of a scheme under `key`. A newer version supersedes the older at the company."""

    async def find_by_key(self, key: str) -> Receipt | None:
        """Ask whether something sent under `key` was accepted; `None` when they do not know it."""
        raise NotImplementedError

    async def find_scheme(
        self, scheme_id: str, version: int, *, remote_ref: str | None, withdrawn: bool
    ) -> Receipt | None:
        """Read back whether they hold this version, or its withdrawal, without the key; `None` when they do not.

        `remote_ref`: their reference of the scheme, where it is known. Raises `UnknownOutcome` where the wire cannot
        tell.
        """
        raise NotImplementedError

    async def send_document(self, remote_ref: str, document: DocumentFile) -> None:
        """Deliver a document of a submitted scheme, resuming where an earlier attempt was cut."""
        raise NotImplementedError

    def fetch_document(self, remote_ref: str, sha256: Sha256, *, offset: int = 0) -> AsyncIterator[bytes]:
        """A document that the company issued, from `offset` on, in chunks. Whoever stops early closes the iterator."""
        raise NotImplementedError

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        """Tell the company that the scheme was taken back."""
        raise NotImplementedError

    async def submit_application(
        self, application: LinkedApplication, remote_ref: str, *, key: str
    ) -> Receipt:
        """Hand over an application (报装) for a scheme submitted. A resend under the same key must be harmless."""
        raise NotImplementedError

    async def fetch_updates(self, cursor: str | None) -> Page:
        """Status events since `cursor` (`None`: from the beginning)."""
        raise NotImplementedError

    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        """The status events that the company holds now, for reconciliation (对账): page by page from `cursor` `None`.

        `since`: only those recorded or changed since then, and more than those does no harm; `None`: every one. It is
        what the company holds, not what it has sent: an event that its feed passed over is here, one that it took back
        is not. Its cursor is apart from that of `fetch_updates`.
        """
        raise NotImplementedError

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Page:
        """Verify and read one callback. Raises `AuthError` when the signature does not fit."""
        raise NotImplementedError

    def callback_reply(self, headers: Mapping[str, str], body: bytes) -> CallbackReply | None:
        """The answer to a callback that `read_callback` took, asked for after its commit; `None`: a bare status."""
        return None


class AuthorityAdapter(Adapter):
    """An adapter for an authority rather than a utility: a mirror, a source of schemes, or both."""

    id: CompanyId

    @classmethod
    def connect(cls, authority: Authority, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        """An adapter for `authority`. Raises `pydantic.ValidationError` when `settings` do not fit."""
        raise NotImplementedError


class MirrorAdapter(AuthorityAdapter):
    """A system in which everything is recorded: the province, or the city's supervision platform."""

    takes: ClassVar[frozenset[RecordType]] = ORDINARY
    """The types of record that this wire has a place for; no other is sent to it."""
    rereads: ClassVar[frozenset[RecordType]] = frozenset()
    """The types that `holdings` reads back, and `content_of` can spell. Of the others the hub can only ask by key."""
    narrows: ClassVar[bool] = True
    """Whether `since` makes `holdings` read less. Where it does not, a nightly pass asks by key for what is new."""
    personal: ClassVar[frozenset[str]] = frozenset()
    """Members of a content that name a person: a finding names them and does not repeat them."""
    batch_limit: ClassVar[int] = 200
    pending_again_s: float = 60.0
    """Seconds until a record that was `pending` is first asked for again."""

    @abstractmethod
    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        """Write up to `batch_limit` records of one type, answered one by one.

        A record that the mirror's reply does not name is left out of the answer: its outcome is unknown.
        """

    @abstractmethod
    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        """Which of `keys` the mirror already holds; keys it does not know are absent from the answer."""

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        """What the mirror holds of a type of record, for reconciliation (对账): page by page from `cursor` `None`.

        `since`: only what was recorded or changed since then, and more than that does no harm; `None`: everything.
        """
        raise NotImplementedError

    def content_of(self, record: Record) -> Content:
        """What this wire would write of `record`, as `holdings` spells what it reads."""
        raise NotImplementedError


class SchemeSource(AuthorityAdapter):
    """Where schemes come from: the joint plan review."""

    @abstractmethod
    async def fetch_schemes(self, cursor: str | None) -> SchemePage:
        """Scheme changes since `cursor` (`None`: from the beginning)."""

    @abstractmethod
    def fetch_document(self, sha256: Sha256, *, offset: int = 0) -> AsyncIterator[bytes]:
        """The document's bytes from `offset` on, in chunks. Whoever stops early closes the iterator."""

    async def return_opinions(self, reply: OpinionReply, *, key: str) -> Receipt:
        """Give the companies' opinions back to the joint review. A resend under the same key must be harmless.

        Optional: a source that does not override it is told no opinions. Raises `RejectedError` when the scheme is no
        longer reviewed in this version.
        """
        raise NotImplementedError


Verb = Literal[
    "find_by_key",
    "find_scheme",
    "send_document",
    "fetch_document",
    "withdraw_scheme",
    "submit_application",
    "fetch_updates",
    "reread",
    "read_callback",
]
OPTIONAL_VERBS: tuple[Verb, ...] = get_args(Verb)


def capabilities(adapter: type[UtilityAdapter] | UtilityAdapter) -> frozenset[Verb]:
    """The optional verbs that this adapter overrides."""
    cls = adapter if isinstance(adapter, type) else type(adapter)
    return frozenset(
        verb for verb in OPTIONAL_VERBS if getattr(cls, verb) is not getattr(UtilityAdapter, verb)
    )


def takes_opinions(adapter: type[SchemeSource] | SchemeSource) -> bool:
    """Whether opinions can be returned to this source of schemes."""
    cls = adapter if isinstance(adapter, type) else type(adapter)
    return cls.return_opinions is not SchemeSource.return_opinions
