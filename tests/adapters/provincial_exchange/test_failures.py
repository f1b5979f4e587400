"""What a database that fails means for the hub's next move, on the real ones."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from adapters.errors import AuthError, ContractError, CounterpartError, TransientError, UnknownOutcome
from adapters.http import Redactor, SeamLimits
from adapters.provincial.exchange.database import Database
from sandbox.exchange.tables import metadata
from tests.adapters.province import project_record
from tests.adapters.provincial_exchange.cutting import wire_to
from tests.adapters.provincial_exchange.support import PROJECT, Side, adapter_for, exchange_of, matter
from tests.mariadb import ACCOUNT, PASSWORD, MariaDB

NOBODY_WAITS = 0.3
"""Seconds of a deadline that is meant to pass."""


@pytest.fixture
async def real(mariadb_exchange: str) -> AsyncIterator[Side]:
    """Both sides on MariaDB."""
    both = await exchange_of(mariadb_exchange)
    yield both
    await both.aclose()


async def failing(side: Side, url: str, **settings: Any) -> CounterpartError:
    """The error that writing to `url` ends with."""
    adapter = adapter_for(url, **settings)
    with pytest.raises(CounterpartError) as caught:
        await adapter.record([project_record()])
    await adapter.aclose()
    assert side.rows(PROJECT) == []
    return caught.value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def elsewhere(url: str, **parts: object) -> str:
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


@pytest.mark.mariadb
async def test_a_server_that_is_not_there_is_tried_again(real: Side) -> None:
    error = await failing(real, elsewhere(real.url, port=free_port()))
    assert isinstance(error, TransientError)
    assert error.message.id == "exchange-unreachable"


async def test_a_postgresql_server_that_is_not_there_is_tried_again(side: Side) -> None:
    url = f"postgresql://city@127.0.0.1:{free_port()}/exchange"
    assert isinstance(await failing(side, url), TransientError)


@pytest.mark.mariadb
async def test_a_wrong_password_pauses(real: Side) -> None:
    error = await failing(real, real.url, password="somebody-elses")
    assert isinstance(error, AuthError)
    assert "somebody-elses" not in f"{error.message} {error.detail}"


@pytest.mark.mariadb
async def test_an_account_that_may_not_insert_pauses(real: Side, mariadb: MariaDB) -> None:
    name = make_url(real.url).database
    mariadb.execute(f"REVOKE INSERT ON {name}.* FROM '{ACCOUNT}'@'127.0.0.1'")
    assert isinstance(await failing(real, real.url), AuthError)


@pytest.mark.mariadb
async def test_a_database_that_the_account_has_no_part_in_pauses(real: Side) -> None:
    # MariaDB does not tell one that is not there from one that is not ours.
    assert isinstance(await failing(real, elsewhere(real.url, database="no_such_database")), AuthError)


async def test_a_table_that_is_missing_is_a_breach_of_contract(side: Side) -> None:
    quoted = side.owner.dialect.identifier_preparer.quote("SPGL_XMSPSXBLXXB")
    side.execute(f"DROP TABLE {quoted}")
    for call in (side.adapter.ping(), side.adapter.record([matter()]), side.adapter.find("matter", ["x"])):
        with pytest.raises(ContractError) as caught:
            await call
        assert caught.value.message.id == "exchange-differs"
        assert "SPGL_XMSPSXBLXXB" in str(caught.value.message.params["words"])


async def test_a_column_that_is_missing_is_a_breach_of_contract_unless_it_is_configured_so(
    side: Side,
) -> None:
    quote = side.owner.dialect.identifier_preparer.quote
    side.execute(f"ALTER TABLE {quote(PROJECT)} DROP COLUMN {quote('JZMJ')}")
    with pytest.raises(ContractError) as caught:
        await side.adapter.ping()
    assert "JZMJ" in str(caught.value.message.params["words"])
    adapter = adapter_for(side.url, omit={"JZMJ"})
    await adapter.ping()
    (answer,) = await adapter.record([project_record()])
    assert answer.pending
    assert (await adapter.record([project_record()]))[0].serial == answer.serial
    await adapter.aclose()


@pytest.mark.mariadb
@pytest.mark.parametrize("reached", [True, False], ids=["after", "before"])
async def test_an_answer_to_the_commit_that_is_lost_leaves_one_row_or_none_and_asking_tells(
    real: Side, reached: bool
) -> None:
    url = make_url(real.url)
    async with wire_to("127.0.0.1", url.port or 0) as wire:
        adapter = adapter_for(elsewhere(real.url, port=wire.port))
        await adapter.ping()
        wire.cut_at, wire.pass_on = b"COMMIT", reached
        with pytest.raises(UnknownOutcome):
            await adapter.record([project_record()])
        assert wire.cuts == 1
        wire.cut_at = None
        held = await adapter.find("project", ["dz-p-1"])
        assert [each.pending for each in held] == ([True] if reached else [])
        (again,) = await adapter.record([project_record()])
        assert again.pending
        await adapter.aclose()
    assert len(real.rows(PROJECT)) == 1


@pytest.mark.mariadb
async def test_a_connection_lost_before_the_commit_leaves_nothing_and_is_tried_again(real: Side) -> None:
    async with wire_to("127.0.0.1", make_url(real.url).port or 0) as wire:
        adapter = adapter_for(elsewhere(real.url, port=wire.port))
        await adapter.ping()
        wire.cut_at = b"INSERT INTO"
        with pytest.raises(TransientError) as caught:
            await adapter.record([project_record()])
        assert caught.value.message.id == "exchange-lost"
        assert real.rows(PROJECT) == []
        # The pool has more connections that died with it: they are noticed, not used.
        wire.cut_at = None
        assert (await adapter.record([project_record()]))[0].pending
        await adapter.aclose()


@pytest.mark.mariadb
async def test_a_reading_that_breaks_off_is_tried_again(real: Side) -> None:
    async with wire_to("127.0.0.1", make_url(real.url).port or 0) as wire:
        adapter = adapter_for(elsewhere(real.url, port=wire.port))
        await adapter.ping()
        wire.cut_at = b"FROM `SPGL_XMJBXXB`"
        with pytest.raises(TransientError):
            await adapter.find("project", ["dz-p-1"])
        await adapter.aclose()


async def test_a_locked_database_is_tried_again_and_nothing_is_written(side: Side) -> None:
    quoted = side.owner.dialect.identifier_preparer.quote(PROJECT)
    lock = {
        "sqlite": "BEGIN EXCLUSIVE",
        "postgresql": f"LOCK TABLE {quoted} IN ACCESS EXCLUSIVE MODE",
    }.get(side.owner.dialect.name, f"LOCK TABLES {quoted} WRITE")
    adapter = adapter_for(side.url, limits=SeamLimits(deadline_s=NOBODY_WAITS))
    with side.owner.connect() as holder:
        holder.exec_driver_sql(lock)
        with pytest.raises(TransientError):
            await adapter.record([project_record()])
        holder.rollback()
        if side.owner.dialect.name == "mysql" or side.owner.dialect.name == "mariadb":
            holder.exec_driver_sql("UNLOCK TABLES")
    await adapter.aclose()
    (answer,) = await side.adapter.record([project_record()])
    assert answer.pending


async def test_work_that_was_given_up_at_its_deadline_is_never_committed(sqlite_exchange: str) -> None:
    side = await exchange_of(sqlite_exchange)
    database = Database(make_url(sqlite_exchange), "省前置库", SeamLimits(deadline_s=NOBODY_WAITS))
    go_on, over = threading.Event(), threading.Event()

    def insert_late(connection: Connection) -> None:
        connection.exec_driver_sql(
            f"INSERT INTO {PROJECT} (DFSJZJ, XZQHDM, SJYXBS) VALUES ('late', '511702', 1)"
        )
        go_on.wait(60)
        over.set()

    with pytest.raises(TransientError) as caught:
        await database.run(insert_late, Redactor(), writes=True)
    assert caught.value.message.id == "exchange-slow"
    go_on.set()
    assert over.wait(60)
    await database.aclose()
    assert side.rows(PROJECT) == []
    await side.aclose()


@pytest.mark.mariadb
async def test_a_server_that_goes_away_and_comes_back_is_met_again(real: Side, mariadb: MariaDB) -> None:
    assert (await real.adapter.record([project_record()]))[0].pending
    mariadb.execute(*(f"KILL CONNECTION {number}" for number in mariadb.numbers_of(ACCOUNT)))
    assert (await real.adapter.find("project", ["dz-p-1"]))[0].pending
    assert PASSWORD not in repr(real.adapter.__dict__)


@pytest.mark.mariadb
async def test_a_server_that_would_cut_what_is_too_long_is_asked_not_to(real: Side, mariadb: MariaDB) -> None:
    mariadb.execute("SET GLOBAL sql_mode = ''")
    try:
        body = project_record().project.to_store()
        body["registration"]["industry"] = "K7010-房地产开发经营"
        lenient = adapter_for(real.url)
        (answer,) = await lenient.record([project_record(project=body)])
        await lenient.aclose()
    finally:
        mariadb.execute("SET GLOBAL sql_mode = DEFAULT")
    assert (answer.taken, answer.pending) == (False, False)
    assert [fault.field for fault in answer.faults] == ["project.registration.industry"]
    assert real.rows(PROJECT) == []


@pytest.mark.mariadb
async def test_a_database_that_ignores_case_does_not_pass_off_one_key_for_another(real: Side) -> None:
    real.execute(f"ALTER TABLE {PROJECT} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
    await real.adapter.record([project_record("dz-p-a")])
    assert await real.adapter.find("project", ["DZ-P-A"]) == ()
    (answer,) = await real.adapter.record([project_record("DZ-P-A")])
    assert (answer.taken, answer.pending) == (False, False)


@pytest.mark.mariadb
@pytest.mark.parametrize("same", [True, False], ids=["the same", "another"])
async def test_a_row_that_another_worker_writes_at_the_same_moment_is_held_if_it_says_the_same(
    real: Side, mariadb: MariaDB, same: bool
) -> None:
    await real.adapter.record([project_record()])
    row = real.rows(PROJECT)[0] | ({} if same else {"XMMC": "别的项目"})
    real.execute(f"DELETE FROM {PROJECT}")
    with real.owner.connect() as other:
        other.execute(metadata.tables[PROJECT].insert(), [row])
        ours = asyncio.create_task(real.adapter.record([project_record(), project_record("dz-p-2")]))
        await asyncio.to_thread(mariadb.wait_until_one_waits)
        other.commit()
    answers = {answer.key: answer.pending for answer in await ours}
    assert answers == {"dz-p-1": same, "dz-p-2": True}
    assert len(real.rows(PROJECT)) == 2
