"""What the exchange database is configured with."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from adapters.http import BaseAddress
from adapters.http.redaction import SECRET_FIELDS
from adapters.provincial.settings import RowSettings

DRIVERS: Final = {
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite+pysqlite",
}


def _database_address(value: str) -> str:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise PydanticCustomError("database-address-form", "not a database's address") from None
    if url.get_backend_name() not in DRIVERS or not url.database:
        raise PydanticCustomError(
            "database-address-kind", "not a database of the wire", {"allowed": sorted(DRIVERS)}
        )
    if url.password is not None or SECRET_FIELDS & {name.lower() for name in url.query}:
        # Whatever is in an address ends up in logs and records.
        raise PydanticCustomError("database-address-secret", "an address holds no password")
    return url.set(drivername=DRIVERS[url.get_backend_name()]).render_as_string()


DatabaseAddress = Annotated[str, AfterValidator(_database_address)]
"""`mysql://user@host:3306/name` (or mariadb, postgresql, sqlite), the password left out, the driver filled in.

What the driver takes as a query is kept: `?ssl_ca=…` for MySQL, `?sslmode=verify-full&sslrootcert=…` for PostgreSQL.
"""


class ExchangeSettings(RowSettings):
    """The database's `url`, its `password` apart from it, and how the province's answer is waited for."""

    url: DatabaseAddress
    password: SecretStr | None = None
    names: Literal["upper", "lower"] = "upper"
    """How tables and columns are spelt: PostgreSQL folds unquoted names to lower case."""
    db_schema: str | None = Field(default=None, min_length=1, max_length=63)
    """The schema that holds the tables, where it is not the account's own."""
    omit: frozenset[str] = frozenset()
    """Columns that this province's tables do not have, in upper case: left out of what is written."""
    gate: Literal["checked", "accepted"] = "accepted"
    """The upload state (SJSCZT 1 or 3) that counts as taken, and lets children follow."""
    poll_seconds: float = Field(default=60, gt=0, le=3600)
    """How soon the province is asked about a row that it has not judged; later the longer it takes."""
    notify_url: BaseAddress | None = None
    """Called after each batch."""
    notify_token: SecretStr | None = None

    @property
    def shown_address(self) -> str:
        """The URL as it may be shown: without account and query."""
        url = make_url(self.url)
        shown = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
        return shown.render_as_string()

    @property
    def address(self) -> URL:
        """The URL to connect to, with the password: for the driver alone."""
        url = make_url(self.url)
        return url if self.password is None else url.set(password=self.password.get_secret_value())
