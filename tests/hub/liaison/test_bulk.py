"""Many at once: what is frozen, in which order it goes, how it is stopped, and what is told of it."""

from typing import Any

import pytest

from adapters.errors import AuthError
from hub.cycle import serve_desk
from hub.liaison import bulk, bulk_steps
from hub.liaison.filters import Filter
from hub.liaison.reasons import Skipped
from hub.liaison.refusals import NotPossible
from hub.people.refusals import Denied
from hub.store import accounts, desk_lists, outbox
from hub.store.bulk_jobs import Job
from hub.store.clock import SettableClock
from hub.store.outbox import State
from models.messages import Message
from tests.hub.fakes import World
from tests.hub.liaison.office import (
    CHEN,
    LI,
    WANG,
    ZHAO,
    items,
    refuse,
    refused,
    relent,
    scheme,
    state_of,
    trail,
)
from tests.store.support import OpenStore

ALL = Filter()


def start(city: World, chosen: bulk.Chosen = ALL, **how: Any) -> Job:
    with city.store.begin() as tx:
        return bulk.start(tx, LI, chosen, **how)


def report(city: World, job: Job) -> bulk.JobReport:
    with city.store.read() as tx:
        return bulk.job(tx, LI, job.id)


def preview(city: World, chosen: bulk.Chosen = ALL) -> bulk.Preview:
    with city.store.read() as tx:
        return bulk.preview(tx, LI, chosen)


async def test_a_retry_of_all_that_match_acts_on_more_than_the_rows_in_view(both_city: World) -> None:
    city = both_city
    await refused(city, *"1234567")
    with city.store.read() as tx:
        in_view = desk_lists.page(tx, ALL.selection(LI), limit=2)
    assert len(in_view) == 2
    job = start(city)
    assert bulk_steps.run_due(city.store) == 7
    await city.pump()
    assert report(city, job).outcome == bulk.Outcome(delivered=7)
    assert len(city.water.taken) == 7


async def test_what_failed_after_the_click_is_not_in_the_set(both_city: World) -> None:
    city = both_city
    await refused(city, "1", "2")
    job = start(city)
    await refused(city, "3")
    bulk_steps.run_due(city.store)
    assert [item.scheme_id for item in items(city)] == ["FA-3"]
    assert report(city, job).job.total == 2


async def test_one_that_failed_again_after_the_click_is_not_taken_for_the_one_chosen(city: World) -> None:
    await refused(city, "1", "2")
    job = start(city, per_minute=6)
    bulk_steps.run_due(city.store)  # the first alone
    refuse(city)
    await city.pump()
    assert len(items(city)) == 2
    again = report(city, job)
    assert (again.outcome.failed, again.outcome.left) == (1, 1)
    assert [failed.project_name for failed in again.failed] == ["1 号安置房"]


async def test_an_older_version_never_follows_a_newer_one(both_city: World) -> None:
    city = both_city
    (first,) = await refused(city, "1")
    refuse(city)
    job = start(city)
    city.take(scheme("1", version=2))
    assert preview(city, [first]).skipped == {Skipped.SUPERSEDED: 1}
    bulk_steps.run_due(city.store)
    relent(city)
    await city.pump()
    assert city.water.pushes == ["water-a:FA-1:v1", "water-a:FA-1:v2"]
    assert report(city, job).skipped == {Skipped.SUPERSEDED: 1}


async def test_a_version_overtaken_while_it_lay_on_the_desk_gives_way_when_it_is_retried(city: World) -> None:
    (first,) = await refused(city, "1")
    city.take(scheme("1", version=2))
    with city.store.begin() as tx:  # as a worker leaves it that was killed between the two
        tx.connection.exec_driver_sql("UPDATE outbox SET state = 'attention' WHERE key LIKE '%v1'")
        tx.connection.exec_driver_sql("UPDATE desk_item SET closed_at = NULL, resolution = NULL")
    start(city, [first])
    bulk_steps.run_due(city.store)
    assert state_of(city, "water-a:FA-1:v1") is State.SUPERSEDED
    assert items(city) == []


async def test_a_preview_says_what_goes_and_what_does_not_and_changes_nothing(city: World) -> None:
    ids = await refused(city, "1", "2")
    city.take(scheme("3", project=scheme("3").project.model_copy(update={"area_code": "511799"})))
    assert preview(city, [*ids, 999]) == bulk.Preview(
        total=3,
        sent=2,
        cases=2,
        skipped={Skipped.UNKNOWN: 1},
        by_destination={"water-a": 2},
        held=(),
    )
    assert preview(city).skipped == {Skipped.NOT_RETRYABLE: 1}
    assert len(items(city)) == 3


async def test_a_preview_names_counterparts_to_which_nothing_leaves(city: World) -> None:
    await refused(city, "1")

    def locked(key: str) -> None:
        raise AuthError(Message(id="counterpart-credentials", params={"company": "供水", "status": 401}))

    city.water.before = locked
    city.take(scheme("2"))
    await city.pump()
    assert preview(city, Filter(kind="delivery")).held == ("water-a",)


async def test_three_go_first_and_the_rest_waits_for_the_word(both_city: World) -> None:
    city = both_city
    await refused(city, *"12345")
    job = start(city, trial=3)
    assert bulk_steps.run_due(city.store) == 3
    await city.pump()
    tried = report(city, job)
    assert (tried.job.state, tried.job.done) == (bulk.TRIED, 3)
    assert tried.trial == bulk.Outcome(delivered=3)
    assert tried.outcome == bulk.Outcome(delivered=3, left=2)
    assert bulk_steps.run_due(city.store) == 0
    with city.store.begin() as tx:
        bulk.proceed(tx, LI, job.id)
    assert bulk_steps.run_due(city.store) == 2
    await city.pump()
    done = report(city, job)
    assert (done.job.state, done.outcome) == (bulk.DONE, bulk.Outcome(delivered=5))
    assert done.job.ended_at is not None
    acts = [action for _, action in trail(city)]
    assert acts.count("failure.retry") == 5
    assert [act for act in acts if act.startswith("bulk.")] == ["bulk.start", "bulk.proceed", "bulk.done"]


async def test_a_job_shows_its_progress_and_goes_on_where_another_process_left_it(city: World) -> None:
    await refused(city, *"123456")
    job = start(city)
    seen = []
    while bulk_steps.step(city.store, limit=2):
        seen.append((report(city, job).job.done, report(city, job).outcome.left))
    assert seen == [(2, 4), (4, 2), (6, 0)]


async def test_a_job_outlives_its_process_and_every_cycle_carries_it_on(
    city: World, sqlite_url: str, clock: SettableClock, open_store: OpenStore
) -> None:
    await refused(city, *"123")
    job = start(city)
    bulk_steps.step(open_store(sqlite_url, clock), limit=1)
    await serve_desk(city.hub)
    await city.pump()
    assert report(city, job).outcome == bulk.Outcome(delivered=3)


async def test_a_job_is_paused_goes_on_and_is_cancelled(city: World) -> None:
    await refused(city, *"1234")
    job = start(city)
    bulk_steps.step(city.store, limit=1)
    with city.store.begin() as tx:
        assert bulk.pause(tx, LI, job.id).state == bulk.PAUSED
    assert bulk_steps.run_due(city.store) == 0
    with city.store.begin() as tx:
        assert bulk.resume(tx, WANG, job.id).state == bulk.RUNNING
    bulk_steps.step(city.store, limit=1)
    with city.store.begin() as tx:
        assert bulk.cancel(tx, LI, job.id).ended_at is not None
    assert bulk_steps.run_due(city.store) == 0
    assert len(items(city)) == 2
    with city.store.begin() as tx, pytest.raises(NotPossible, match="bulk-other-state"):
        bulk.resume(tx, LI, job.id)


async def test_a_throttled_job_releases_no_more_than_its_share(city: World, clock: SettableClock) -> None:
    await refused(city, *"12345")
    start(city, per_minute=12)
    assert bulk_steps.run_due(city.store) == 2
    assert bulk_steps.run_due(city.store) == 0
    clock.advance(10)
    assert bulk_steps.run_due(city.store) == 2


async def test_within_a_case_the_order_stays_and_the_trial_takes_different_cases(city: World) -> None:
    await refused(city, "1", "2")
    refuse(city)
    with city.store.begin() as tx:  # three more of the first case, as a withdrawal and documents would be
        tx.connection.exec_driver_sql(
            "INSERT INTO outbox SELECT NULL, key || '-' || n, destination, lane, kind, body, scheme_id, version,"
            " case_number, needs, state, attempts, lost, unsure, created_at, due_at, lease_until, worker, token,"
            " trigger, first_claimed_at, delivered_at, remote_ref, serial, error, error_kind, detail"
            " FROM outbox, (SELECT 1 AS n UNION SELECT 2) WHERE scheme_id = 'FA-1'"
        )
        keys = tx.connection.exec_driver_sql("SELECT key FROM outbox WHERE key LIKE '%-_' ORDER BY id")
        for (key,) in keys.all():
            tx.connection.exec_driver_sql(
                "INSERT INTO desk_item (kind, subject, message_id, message, faults, times, opened_at, seen_at, note)"
                f" VALUES ('delivery', '{key}', 'record-refused', '{{\"id\": \"record-refused\"}}', '[]', 1, 1, 1, '')"
            )
    start(city, trial=2)
    with city.store.read() as tx:
        rows = tx.connection.exec_driver_sql(
            "SELECT outbox.lane, outbox.id FROM bulk_entry JOIN outbox ON outbox.id = outbox_id ORDER BY position"
        ).all()
    assert [lane for lane, _ in rows[:2]] == ["water-a/FA-1", "water-a/FA-2"]
    of_the_first = [row_id for lane, row_id in rows if lane == "water-a/FA-1"]
    assert len(of_the_first) == 3
    assert of_the_first == sorted(of_the_first)


async def test_who_may_not_may_not(city: World) -> None:
    await refused(city, "1")
    job = start(city)
    with city.store.begin() as tx, pytest.raises(Denied, match="person-may-not"):
        bulk.start(tx, ZHAO, ALL)
    with city.store.begin() as tx, pytest.raises(Denied, match="bulk-not-yours"):
        bulk.cancel(tx, CHEN, job.id)
    with city.store.begin() as tx, pytest.raises(NotPossible, match="failures-nothing-chosen"):
        bulk.start(tx, CHEN, ALL)  # nothing of theirs


async def test_a_job_of_somebody_whose_account_was_closed_waits(city: World) -> None:
    await refused(city, "1")
    job = start(city)
    with city.store.begin() as tx:
        row = accounts.by_login(tx, "li")
        assert row is not None
        accounts.change(tx, row.id, disabled_at=tx.now())
    assert bulk_steps.run_due(city.store) == 0
    assert report(city, job).job.state == bulk.PAUSED
    assert len(items(city)) == 1


async def test_a_row_under_way_is_passed_over(city: World) -> None:
    (first,) = await refused(city, "1")
    with city.store.begin() as tx:
        tx.connection.exec_driver_sql("UPDATE outbox SET state = 'sending'")
    job = start(city, [first])
    bulk_steps.run_due(city.store)
    assert report(city, job).skipped == {Skipped.UNDER_WAY: 1}
    with city.store.read() as tx:
        assert outbox.waiting_count(tx) == 0
