"""The configuration: `liandong.toml` in the home folder, `LIANDONG_*` environment variables over it.

Nested values are reached with two underscores (`LIANDONG_DELIVERY__LEASE=10s`). Secrets stand in neither:
the file names the environment variable or the file that holds them (`token = { env = "WATER_TOKEN" }`).
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from hub.backfill.settings import BackfillSettings
from hub.certificate.settings import CertificateSettings
from hub.durations import Duration
from hub.people.settings import DeskSettings, PeopleSettings
from hub.reconcile_settings import ReconcileSettings
from hub.reminders.settings import ReminderSettings
from models.company import Company
from models.identifiers import CompanyId

CONFIG_NAME: Final = "liandong.toml"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Section):
    """What a counterpart can bear."""

    concurrency: int = Field(default=8, ge=1, le=256)
    """Calls under way at once."""
    rate_per_second: float = Field(default=50.0, gt=0)
    """Calls started per second."""
    deadline: Duration = timedelta(seconds=30)
    """Longest time one call may take."""
    max_response_bytes: int = Field(default=16 << 20, ge=1024)


class Connection(_Section):
    """How a counterpart is reached: the adapter's name, its own settings, and the limits."""

    adapter: str
    settings: dict[str, Any] = Field(default_factory=dict)
    limits: Limits = Limits()


class CompanySettings(Connection):
    """A utility company and its connection."""

    id: CompanyId
    name: str
    kind: str
    districts: tuple[str, ...]
    credit_code: str | None = None

    @property
    def company(self) -> Company:
        """The company as the domain knows it."""
        return Company.model_validate(
            self.model_dump(include={"id", "name", "kind", "districts", "credit_code"})
        )

    @model_validator(mode="after")
    def _is_a_company(self) -> Self:
        self.company  # noqa: B018  (raises with the domain's own fault)
        return self


class AuthoritySettings(Connection):
    """The province, or another authority: recorded to (`mirror`), collected from (`source`), or both."""

    id: CompanyId
    name: str
    roles: frozenset[Literal["mirror", "source"]] = Field(min_length=1)


class StoreSettings(_Section):
    """Where the hub's own records are. A relative SQLite path starts at the home folder."""

    url: str = "sqlite:///liandong.db"


class DeliverySettings(_Section):
    """The long layer of retries, and how work is claimed."""

    schedule: tuple[Duration, ...] = Field(
        default=tuple(timedelta(seconds=s) for s in (30, 120, 600, 3600, 21_600, 86_400)), min_length=1
    )
    """Waiting time before the second, third … attempt; the last one repeats."""
    give_up_after: Duration = timedelta(hours=72)
    """From the first attempt; then a person decides."""
    lease: Duration = Field(default=timedelta(seconds=45), le=timedelta(seconds=60))
    """How long a claimed item stays a silent worker's. A killed worker's items are free after it."""
    retry_after_cap: Duration = timedelta(hours=1)
    """The longest wait that a counterpart's Retry-After is granted."""
    breaker_failures: int = Field(default=5, ge=1)
    breaker_window: Duration = timedelta(seconds=60)
    breaker_open: Duration = timedelta(seconds=30)
    """First pause of an open breaker; doubles with each failed probe up to `breaker_open_max`."""
    breaker_open_max: Duration = timedelta(minutes=10)


class DocumentSettings(_Section):
    """Where documents are kept. A relative path starts at the home folder."""

    folder: Path = Path("documents")
    concurrency: int = Field(default=4, ge=1, le=64)


class FlowSettings(_Section):
    """How often the scheduled flows run."""

    cycle_every: Duration = timedelta(minutes=5)
    desk_url: AnyHttpUrl | None = None
    """The liaison desk's address, for the link below a run's summary."""
    server_port: int = Field(default=4200, ge=1, le=65535)
    """Loopback port of the hub's own Prefect server; unused where PREFECT_API_URL names another."""


SecretReference = Annotated[dict[Literal["env", "file"], str], Field(min_length=1, max_length=1)]
"""Where a secret is: `{ env = "NAME" }` or `{ file = "path" }`, a relative path starting at the home folder."""


class InboundSettings(_Section):
    """The internet-facing door for machines."""

    host: str = "127.0.0.1"
    port: int = Field(default=8320, ge=0, le=65535)
    """0 takes any free port."""
    intake_token: SecretReference | None = None
    """The bearer token of the scheme intake. Without one the intake is closed."""


class Settings(BaseSettings):
    """Everything a hub is told from outside."""

    model_config = SettingsConfigDict(
        env_prefix="LIANDONG_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    home: Path
    language: Literal["zh-CN", "en"] = "zh-CN"
    store: StoreSettings = StoreSettings()
    companies: tuple[CompanySettings, ...] = ()
    authorities: tuple[AuthoritySettings, ...] = ()
    delivery: DeliverySettings = DeliverySettings()
    documents: DocumentSettings = DocumentSettings()
    flows: FlowSettings = FlowSettings()
    inbound: InboundSettings = InboundSettings()
    people: PeopleSettings = PeopleSettings()
    reconcile: ReconcileSettings = ReconcileSettings()
    backfill: BackfillSettings = BackfillSettings()
    certificate: CertificateSettings = CertificateSettings()
    desk: DeskSettings = DeskSettings()
    reminders: ReminderSettings = ReminderSettings()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [*(company.id for company in self.companies), *(party.id for party in self.authorities)]
        repeated = next((value for value in ids if ids.count(value) > 1), None)
        if repeated:
            raise PydanticCustomError(
                "settings-id-repeated", "two counterparts of one id", {"value": repeated}
            )
        return self

    @property
    def store_url(self) -> str:
        """The store's URL with a relative SQLite path made absolute below the home folder."""
        prefix = "sqlite:///"
        if self.store.url.startswith(prefix):
            return prefix + str((self.home / self.store.url.removeprefix(prefix)).absolute())
        return self.store.url

    @property
    def store_path(self) -> Path | None:
        """The SQLite file; `None` for a database server."""
        prefix = "sqlite:///"
        return Path(self.store_url.removeprefix(prefix)) if self.store_url.startswith(prefix) else None

    @property
    def documents_folder(self) -> Path:
        """The folder of documents, absolute."""
        return (self.home / self.documents.folder).absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment over the file; `home` is given by the caller and names the file."""
        given = init_settings()
        toml = TomlConfigSettingsSource(settings_cls, Path(given["home"]) / CONFIG_NAME)
        return init_settings, env_settings, toml


def read_settings(home: Path) -> Settings:
    """The settings of a home folder.

    Raises `pydantic.ValidationError` naming each wrong entry, `FileNotFoundError` where the folder has no
    configuration, and `tomllib.TOMLDecodeError` where the file is not TOML.
    """
    path = home / CONFIG_NAME
    if not path.is_file():
        raise FileNotFoundError(path)
    return Settings(home=home.absolute())
