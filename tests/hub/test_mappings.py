"""Companies' codes from a file: what nobody has mapped is held with what comes after it, and flows once it is."""

from pathlib import Path

import pytest

from adapters.contract import RecordAnswer
from hub import cycle, mappings
from hub.mappings import MappingUnreadable
from hub.store import audit, cases, desk, held, inbox, outbox
from hub.store.desk import Item
from hub.store.engine import Store
from hub.store.inbox import InboxState
from models.mapping import CodeMapping
from models.messages import Message
from models.records import EventRecord, MatterRecord
from models.stage import Stage
from models.status import HandlingStatus
from tests.hub.fakes import World, update, world
from tests.models.builders import WATER, a_scheme

ONE, OTHER = "FA-511702-2026-0007", "FA-511702-2026-0008"


@pytest.fixture
async def city(store: Store, tmp_path: Path) -> World:
    """Two schemes that the water company has taken."""
    city = world(store, tmp_path)
    for scheme_id in (ONE, OTHER):
        city.take(a_scheme(scheme_id=scheme_id, demands=[WATER], documents=[]))
    await city.pump()
    return city


def write(city: World, text: str, company: str = "water-a") -> None:
    path = mappings.path_of(city.hub.settings.home, company)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def hear(city: World, *told: tuple[str, float], scheme_id: str = ONE) -> None:
    """Events of the company in its own codes, each at an hour."""
    city.hear(
        *(
            update(None, hour, status_code=code, scheme_id=scheme_id, event_id=f"{scheme_id}-{hour}")
            for code, hour in told
        )
    )


def history(city: World, scheme_id: str = ONE) -> list[tuple[int, bool]]:
    with city.store.read() as tx:
        return [(event.status, event.legal) for event in cases.events(tx, f"{scheme_id}-water-a")]


def items(city: World, kind: str) -> tuple[Item, ...]:
    with city.store.read() as tx:
        return desk.open_items(tx, kind=kind)


def states(city: World) -> dict[InboxState, int]:
    with city.store.read() as tx:
        return {state: count for (_, state), count in inbox.counts(tx).items()}


CODES = '[status]\nSJ = 1\nSL = 3\nBL = 8\n"办结" = 11\n'


async def test_a_code_is_counted_as_the_company_s_file_says(city: World) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    hear(city, ("SJ", 1), ("SL", 2), ("办结", 3))
    assert history(city) == [(1, True), (3, True), (11, True)]
    assert states(city) == {InboxState.FOLDED: 3}


async def test_what_comes_after_an_unmapped_code_waits_and_other_cases_flow(city: World) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    hear(city, ("SJ", 1), ("X9", 2), ("BL", 3))
    hear(city, ("办结", 4))
    hear(city, ("SJ", 1), ("SL", 2), scheme_id=OTHER)
    assert history(city) == [(1, True)]
    assert history(city, OTHER) == [(1, True), (3, True)]
    assert states(city) == {InboxState.FOLDED: 3, InboxState.HELD: 3}


async def test_one_item_stands_for_a_code_and_counts_what_it_holds_back(city: World) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    hear(city, ("X9", 1), ("BL", 2))
    hear(city, ("X9", 1), scheme_id=OTHER)
    (item,) = items(city, "mapping")
    assert (item.subject, item.message.params["code"], item.message.params["count"]) == (
        "water-a:X9",
        "X9",
        3,
    )


async def test_once_mapped_the_held_flow_in_their_order_without_a_restart(city: World) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    hear(city, ("SJ", 1), ("X9", 2), ("BL", 3), ("办结", 4))
    write(city, CODES + "X9 = 3\n")
    await cycle.pull(city.hub, "water-a")
    assert history(city) == [(1, True), (3, True), (8, True), (11, True)]
    assert items(city, "mapping") == ()
    await city.pump()
    told = [record for record in city.province.order if isinstance(record, EventRecord)]
    assert [(record.step, int(record.status)) for record in told] == [(1, 1), (2, 3), (3, 8), (4, 11)]


async def test_a_second_unmapped_code_goes_on_holding_what_is_behind_it(city: World) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    hear(city, ("X1", 1), ("SL", 2), ("X2", 3), ("办结", 4))
    assert {item.subject for item in items(city, "mapping")} == {"water-a:X1", "water-a:X2"}
    write(city, CODES + "X1 = 1\n")
    await cycle.pull(city.hub, "water-a")
    assert history(city) == [(1, True), (3, True)]
    (item,) = items(city, "mapping")
    assert (item.subject, item.message.params["count"]) == ("water-a:X2", 2)


async def test_a_code_to_be_ignored_lets_what_is_behind_it_flow(city: World) -> None:
    hear(city, ("CB", 1), ("SJ", 2))
    write(city, CODES + 'CB = "ignored"\n')
    await cycle.pull(city.hub, "water-a")
    assert history(city) == [(1, True)]
    assert states(city) == {InboxState.SET_ASIDE: 1, InboxState.FOLDED: 1}
    assert items(city, "mapping") == ()


async def test_a_broken_file_goes_to_the_desk_and_the_last_good_one_holds(city: World) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    write(city, "[status]\nSJ = 99\nSL = 0\n")
    await cycle.pull(city.hub, "water-a")
    (item,) = items(city, "mapping-file")
    assert [fault.field for fault in item.faults] == ["status.SJ", "status.SL"]
    assert item.faults[0].allowed[0] == "1"
    hear(city, ("SJ", 1))
    assert history(city) == [(1, True)]
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    assert items(city, "mapping-file") == ()


async def test_the_last_good_one_holds_for_a_process_that_never_saw_it(city: World, tmp_path: Path) -> None:
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    write(city, "[status\n")
    mappings.take_all(city.store, city.hub.settings.home, city.hub.counterparts.utilities)
    hear(city, ("SJ", 1))
    assert history(city) == [(1, True)]


async def test_a_changed_mapping_is_in_the_audit_trail_once(city: World) -> None:
    write(city, CODES)
    for _ in range(3):
        await cycle.pull(city.hub, "water-a")
    with city.store.read() as tx:
        taken = [record for record in audit.records(tx) if record.action == "mapping.taken"]
        assert audit.verify(tx) is None
    assert [record.subject for record in taken] == ["water-a"]
    assert taken[0].detail["after"]["status"]["SL"] == 3


async def test_a_fold_cut_short_after_a_mapping_was_taken_is_finished_by_the_next_cycle(city: World) -> None:
    hear(city, ("SJ", 1))
    write(city, CODES)
    mappings.take_all(city.store, city.hub.settings.home, city.hub.counterparts.utilities)
    assert [item.subject for item in items(city, "mapping")] == ["water-a:SJ"]
    await cycle.pull(city.hub, "water-a")
    assert items(city, "mapping") == ()
    assert history(city) == [(1, True)]


async def test_a_national_status_on_the_wire_needs_no_mapping(city: World) -> None:
    write(city, "[status]\n1 = 3\n")
    await cycle.pull(city.hub, "water-a")
    city.hear(update(HandlingStatus.RECEIVED, 1))
    assert history(city) == [(1, True)]


async def test_a_matter_is_filed_under_the_item_of_its_company_s_file(city: World) -> None:
    with_item = CODES + '[items.review]\ncode = "SX-0501"\nversion = 2.0\nlimit_days = 5\n'
    no = Message(id="record-refused")
    city.province.answer = lambda record: (
        RecordAnswer(key=record.key, taken=False, message=no)
        if isinstance(record, MatterRecord) and record.item is None
        else None
    )
    write(city, CODES)
    await cycle.pull(city.hub, "water-a")
    hear(city, ("SJ", 1))
    await city.pump()
    (item,) = items(city, desk.DELIVERY)
    write(city, with_item)
    await cycle.pull(city.hub, "water-a")
    with city.store.begin() as tx:
        row = outbox.by_key(tx, item.subject)
        assert row is not None
        outbox.retry_now(tx, [row.id], actor="li")
    await city.pump()
    (matter,) = [record for record in city.province.order if isinstance(record, MatterRecord)]
    assert matter.item is not None
    assert (matter.item.code, matter.item.version, matter.item.limit_days) == ("SX-0501", 2.0, 5)


async def test_the_example_of_a_held_code_is_an_event_that_has_it(city: World) -> None:
    city.hear(update(None, 1, status_code="X9", status_text="踏勘完成", event_id="a"))
    city.hear(update(None, 2, status_code="SJ", status_text="收件", event_id="b"))
    with city.store.read() as tx:
        found = {each.code: (each.count, each.example["status_text"]) for each in held.codes(tx)}
    assert found == {"X9": (1, "踏勘完成"), "SJ": (1, "收件")}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[status\n", "mapping-file-not-toml"),
        ("[status]\n收件 = 1\n".encode(), "mapping-file-not-toml"),
        ('[status]\n"收件" = 1\n'.encode("gb18030"), "mapping-file-not-utf8"),
        (b"[status]\nA = 16\n", "mapping-file-wrong"),
        (b"[stages.hokup]\nA = 1\n", "mapping-file-wrong"),
        (b"#" * (1 << 20) + b"\n", "mapping-file-large"),
    ],
)
def test_each_way_a_file_can_be_wrong_has_its_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = mappings.path_of(tmp_path, "water-a")
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(MappingUnreadable) as wrong:
        mappings.read(tmp_path, "water-a")
    assert wrong.value.message.id == sentence


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = mappings.path_of(tmp_path, "water-a")
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + CODES.replace("\n", "\r\n").encode())
    assert mappings.read(tmp_path, "water-a").find("办结", Stage.REVIEW) is HandlingStatus.PASSED


def test_a_file_named_after_nobody_is_found(tmp_path: Path) -> None:
    for company in ("water-a", "water-b"):
        path = mappings.path_of(tmp_path, company)
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert mappings.strangers(tmp_path, ["water-a"]) == ("water-b.toml",)


def test_a_company_s_own_code_goes_over_the_default_and_a_stage_s_over_the_general() -> None:
    default = CodeMapping.model_validate(
        {"status": {"A": 1, "B": 3}, "stages": {"hookup": {"A": 8, "C": 11}}, "items": {}}
    )
    own = CodeMapping.model_validate({"status": {"A": 6}, "stages": {"review": {"B": 12}}})
    both = own.over(default)
    assert both.find("A", Stage.HOOKUP) is HandlingStatus.CORRECTION_STARTS
    assert both.find("B", Stage.REVIEW) is HandlingStatus.PASSED_WITH_TOLERANCE
    assert both.find("B", Stage.HOOKUP) is HandlingStatus.ACCEPTED
    assert both.find("C", Stage.HOOKUP) is HandlingStatus.PASSED
    assert both.find("C", Stage.REVIEW) is None
