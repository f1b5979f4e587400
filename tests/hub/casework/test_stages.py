"""A scheme revised or withdrawn at every stage, and corrections to and fro: what companies and mirrors are told."""

from pathlib import Path

import pytest

from adapters.contract import RecordAnswer
from hub.store import cases, desk
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.documents import DocumentRef
from models.messages import Message
from models.records import ApprovalRecord, EventRecord, MatterRecord
from models.scheme import Withdrawal
from models.stage import Opinion, Stage
from tests.hub.casework.reviewing import ReviewingWorld, reviewing_world, two_company_scheme
from tests.hub.fakes import MONDAY, update
from tests.models.builders import WATER

SCHEME = "FA-511702-2026-0007"
CASE = f"{SCHEME}-water-a"
STAGES = list(Stage)
PAPER = {"sha256": "b" * 64, "name": "合格证.pdf", "media_type": "application/pdf", "size_bytes": 9}


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """What is told to whom is the same over any database."""
    return sqlite_url


@pytest.fixture
def city(store: Store, clock: SettableClock, tmp_path: Path) -> ReviewingWorld:
    clock.advance((MONDAY - clock.now).total_seconds())
    return reviewing_world(store, tmp_path)


def reach(city: ReviewingWorld, stage: Stage) -> float:
    """Water passes every stage before this one and accepts this one; the hour it is then."""
    hour = 0.0
    for each in STAGES[: STAGES.index(stage)]:
        opinion = Opinion.AGREE if each is Stage.REVIEW else None
        passed = update(11, hour + 2, stage=each, opinion=opinion, scheme_version=1)
        city.hear("water-a", update(3, hour + 1, stage=each, scheme_version=1), passed)
        hour += 10
    city.hear("water-a", update(3, hour + 1, stage=stage, scheme_version=1))
    return hour + 1


def matters(city: ReviewingWorld) -> list[str]:
    return [record.matter for record in city.mirror.order if isinstance(record, MatterRecord)]


def illegal(city: ReviewingWorld) -> int:
    with city.store.read() as tx:
        return len(desk.open_items(tx, kind="update-illegal"))


@pytest.mark.parametrize("stage", STAGES)
async def test_a_revision_at_any_stage_reaches_the_company_and_begins_a_new_review(
    city: ReviewingWorld, stage: Stage
) -> None:
    city.take(two_company_scheme(demands=[WATER]))
    await city.pump()
    hour = reach(city, stage)
    city.take(two_company_scheme(2, demands=[WATER]))
    await city.pump()
    assert list(city.utilities["water-a"].taken) == [f"water-a:{SCHEME}:v1", f"water-a:{SCHEME}:v2"]
    city.hear(
        "water-a",
        update(1, hour + 5, scheme_version=2, event_id="again"),
        update(3, hour + 6, scheme_version=2, event_id="again-3"),
        update(11, hour + 7, scheme_version=2, event_id="again-11", opinion=Opinion.DISAGREE),
    )
    await city.pump()
    assert illegal(city) == 0
    assert f"{CASE}-1.2" in matters(city)
    with city.store.read() as tx:
        case = cases.get(tx, CASE)
    assert case is not None
    assert (case.version, case.stage, case.status) == (2, "review", 11)
    assert city.review.told[-1] == (2, 0, {"water-a": "disagree"}, [])


@pytest.mark.parametrize("stage", STAGES)
async def test_a_withdrawal_at_any_stage_reaches_the_company_and_its_last_word_is_recorded(
    city: ReviewingWorld, stage: Stage
) -> None:
    city.take(two_company_scheme(demands=[WATER]))
    await city.pump()
    hour = reach(city, stage)
    city.take(Withdrawal(scheme_id=SCHEME, reason="调整", withdrawn_at=MONDAY))
    await city.pump()
    assert city.utilities["water-a"].withdrawn == [f"R-{SCHEME}"]
    city.hear("water-a", update(14, hour + 1, stage=stage))
    await city.pump()
    assert illegal(city) == 0
    last = [record for record in city.mirror.order if isinstance(record, EventRecord)][-1]
    assert (int(last.status), last.matter) == (14, f"{CASE}-{STAGES.index(stage) + 1}.1")
    with city.store.read() as tx:
        case = cases.get(tx, CASE)
    assert case is not None
    assert case.ended


@pytest.mark.parametrize("stage", STAGES)
async def test_corrections_go_to_and_fro_in_every_stage(city: ReviewingWorld, stage: Stage) -> None:
    city.take(two_company_scheme(demands=[WATER]))
    await city.pump()
    hour = reach(city, stage)
    for step, status in enumerate((6, 7, 6, 7, 11), start=1):
        city.hear("water-a", update(status, hour + step, stage=stage, event_id=f"c-{step}"))
    await city.pump()
    assert illegal(city) == 0
    told = [
        int(record.status)
        for record in city.mirror.order
        if isinstance(record, EventRecord) and record.matter.endswith(f"-{STAGES.index(stage) + 1}.1")
    ]
    assert told == [3, 6, 7, 6, 7, 11]


async def test_the_corrected_material_is_sent_as_the_next_version_while_the_correction_is_open(
    city: ReviewingWorld,
) -> None:
    city.take(two_company_scheme(demands=[WATER]))
    await city.pump()
    city.hear("water-a", update(3, 1, scheme_version=1), update(6, 2, scheme_version=1))
    paper = DocumentRef.model_validate(PAPER)
    city.take(two_company_scheme(2, demands=[WATER], documents=[PAPER]))
    await city.pump()
    assert city.utilities["water-a"].taken[f"water-a:{SCHEME}:v2"].documents == (paper,)
    # The company goes on with the review that it had begun, or begins it anew: both are its right.
    city.hear(
        "water-a", update(7, 3, scheme_version=1), update(11, 4, opinion=Opinion.AGREE, scheme_version=2)
    )
    assert illegal(city) == 0


@pytest.mark.parametrize("stage", [Stage.HOOKUP, Stage.ACCEPTANCE])
async def test_hookup_and_acceptance_are_mirrored_with_their_documents(
    city: ReviewingWorld, stage: Stage
) -> None:
    city.take(two_company_scheme(demands=[WATER]))
    await city.pump()
    hour = reach(city, stage)
    city.hear("water-a", update(11, hour + 1, stage=stage, documents=[PAPER]))
    await city.pump()
    (approval,) = (record for record in city.mirror.order if isinstance(record, ApprovalRecord))
    assert (approval.stage, approval.title) == (stage, "合格证.pdf")
    # A company that numbers its papers not at all is filed under the matter's own number.
    assert approval.number == approval.matter


async def test_a_failed_document_record_holds_up_no_event(city: ReviewingWorld) -> None:
    city.mirror.answer = lambda record: (
        RecordAnswer(key=record.key, taken=False, message=Message(id="record-refused"))
        if record.record == "approval"
        else None
    )
    city.take(two_company_scheme(demands=[WATER]))
    await city.pump()
    city.hear("water-a", update(3, 1), update(11, 2, documents=[PAPER], opinion=Opinion.AGREE))
    city.hear("water-a", update(15, 3))
    await city.pump()
    kinds = [record.record for record in city.mirror.order]
    assert kinds.count("event") == 3
    with city.store.read() as tx:
        (item,) = desk.open_items(tx, kind="delivery")
    assert item.message.id == "record-refused"
