"""Records become rows, once; the province judges them, and its word comes back."""

from datetime import datetime

import pytest

from adapters.contract import RecordAnswer
from tests.adapters.province import project_record
from tests.adapters.provincial_exchange.support import (
    EVENT,
    MATTER,
    PROJECT,
    Side,
    adapter_for,
    happening,
    matter,
)


def states(answers: tuple[RecordAnswer, ...]) -> dict[str, str]:
    """Key → taken, pending or refused."""
    return {a.key: "taken" if a.taken else "pending" if a.pending else "refused" for a in answers}


async def test_a_row_is_pending_until_the_province_has_accepted_it(side: Side) -> None:
    await side.adapter.ping()
    (answer,) = await side.adapter.record([project_record()])
    assert (answer.key, answer.taken, answer.pending) == ("dz-p-1", False, True)
    (row,) = side.rows(PROJECT)
    assert (row["SJSCZT"], row["SBYY"], answer.serial) == (0, None, str(row["LSH"]))
    await side.job.run()
    assert states(await side.adapter.find("project", ["dz-p-1", "unknown"])) == {"dz-p-1": "pending"}
    await side.job.run()
    (taken,) = await side.adapter.find("project", ["dz-p-1"])
    assert (taken.taken, taken.pending, taken.serial) == (True, False, answer.serial)
    assert await side.adapter.record([project_record()]) == (taken,)
    assert len(side.rows(PROJECT)) == 1


async def test_a_parent_that_is_accepted_lets_its_children_in(side: Side) -> None:
    for record in (project_record(), matter(), happening()):
        assert states(await side.adapter.record([record])) == {record.key: "pending"}
        await side.accept()
        (answer,) = await side.adapter.find(record.record, [record.key])
        assert (answer.taken, answer.message) == (True, None)
    taken = [entry.facts["table"] for entry in side.ledger.entries if entry.effect == "row_taken"]
    assert taken == [PROJECT, MATTER, EVENT]


async def test_a_child_that_does_not_wait_for_its_parent_fails_its_check(side: Side) -> None:
    await side.adapter.record([project_record()])
    await side.adapter.record([matter()])
    await side.job.run()
    (refused,) = await side.adapter.find("matter", ["dz-c-1"])
    assert refused.message is not None
    assert refused.message.id == "province-check-failed"
    assert "上级数据尚未入库" in str(refused.message.params["words"])


async def test_with_the_gate_at_checked_a_checked_row_counts_as_taken(exchange_url: str, side: Side) -> None:
    eager = adapter_for(exchange_url, gate="checked")
    assert states(await eager.record([project_record()])) == {"dz-p-1": "pending"}
    await side.job.run()
    assert states(await eager.find("project", ["dz-p-1"])) == {"dz-p-1": "taken"}
    assert states(await side.adapter.find("project", ["dz-p-1"])) == {"dz-p-1": "pending"}
    await eager.aclose()


async def test_what_is_held_with_other_content_is_refused_and_left_alone(side: Side) -> None:
    await side.adapter.record([project_record()])
    before = side.rows(PROJECT)
    other, good = await side.adapter.record([project_record(area_code="511703"), project_record("dz-p-2")])
    assert states((other, good)) == {"dz-p-1": "refused", "dz-p-2": "pending"} or states((good, other)) == {
        "dz-p-1": "refused",
        "dz-p-2": "pending",
    }
    assert side.rows(PROJECT)[:1] == before


async def test_every_value_comes_back_as_it_was_written(side: Side) -> None:
    name = "𠮷祥苑“一期”＆二期 ' \\ % 🏗"
    body = project_record().project.model_dump()
    registration = body["registration"] | {"investment_10k_cny": 21500.123456, "land_area_m2": 0.1}
    project = project_record().project.model_copy(update={"name": name})
    record = project_record(
        project=project.to_store() | {"registration": registration | {"start_planned": "2026-05-01"}}
    )
    await side.adapter.record([record])
    (row,) = side.rows(PROJECT)
    assert row["XMMC"] == name
    assert (row["ZTZE"], row["YDMJ"], row["JZMJ"]) == (21500.123456, 0.1, 42150.5)
    assert (row["NKGSJ"], row["SJYXBS"], row["SPLCBBH"]) == (datetime(2026, 5, 1), 1, 1.0)  # noqa: DTZ001
    assert states(await side.adapter.record([record])) == {"dz-p-1": "pending"}
    await side.adapter.record([happening()])
    (event,) = side.rows(EVENT)
    assert event["BLSJ"] == datetime(2026, 3, 3, 0, 59, 59)  # noqa: DTZ001 - China time, whole seconds
    assert states(await side.adapter.record([happening()])) == {"dz-e-1": "pending"}


async def test_a_correction_is_an_invalid_copy_and_a_fresh_row_and_changes_nothing_held(side: Side) -> None:
    await side.adapter.record([project_record()])
    await side.accept()
    (before,) = side.rows(PROJECT)
    copy = project_record("dz-p-1-x", valid=False, invalid_reason="区划有误")
    await side.adapter.record([copy])
    await side.accept()
    await side.adapter.record([project_record("dz-p-2", area_code="511703")])
    await side.accept()
    old, invalid, fresh = side.rows(PROJECT)
    assert old == before
    assert (invalid["SJYXBS"], invalid["SJWXYY"], invalid["SJSCZT"]) == (0, "区划有误", 3)
    assert (fresh["SJYXBS"], fresh["XZQHDM"], fresh["SJSCZT"]) == (1, "511703", 3)


async def test_a_failed_check_is_told_in_the_provinces_words_by_field(side: Side) -> None:
    body = project_record().project.to_store()
    body["registration"]["industry_class"] = "77"
    await side.adapter.record([project_record(project=body), project_record("dz-p-2", valid=True)])
    await side.job.run()
    answers = {each.key: each for each in await side.adapter.find("project", ["dz-p-1", "dz-p-2"])}
    refused = answers["dz-p-1"]
    assert (refused.taken, refused.pending) == (False, False)
    assert [fault.field for fault in refused.faults] == ["project.registration.industry_class"]
    assert "不在省级字典内" in str(refused.faults[0].message.params["words"])
    assert answers["dz-p-2"].pending


async def test_what_failed_its_check_is_written_anew_when_it_is_sent_again(side: Side) -> None:
    body = project_record().project.to_store()
    body["registration"]["industry_class"] = "77"
    wrong, mended = project_record(project=body), project_record()
    for number in (1, 2):
        (answer,) = await side.adapter.record([wrong])
        assert answer.pending
        await side.job.run()
        assert states(await side.adapter.find("project", ["dz-p-1"])) == {"dz-p-1": "refused"}
        assert len(side.rows(PROJECT)) == number
    await side.adapter.record([mended])
    await side.accept()
    (taken,) = await side.adapter.find("project", ["dz-p-1"])
    rows = side.rows(PROJECT)
    assert [row["DFSJZJ"] for row in rows] == ["dz-p-1", "dz-p-1~2", "dz-p-1~3"]
    assert (taken.taken, taken.serial) == (True, str(rows[2]["LSH"]))
    assert [row["SJSCZT"] for row in rows] == [2, 2, 3]


async def test_a_state_that_was_not_agreed_goes_to_a_person(side: Side) -> None:
    await side.adapter.record([project_record(), project_record("dz-p-2")])
    name = side.owner.dialect.identifier_preparer.quote(PROJECT)
    column = side.owner.dialect.identifier_preparer.quote("SJSCZT")
    side.execute(f"UPDATE {name} SET {column} = 7")
    answers = await side.adapter.find("project", ["dz-p-1", "dz-p-2"])
    assert [(a.taken, a.pending, a.message and a.message.id) for a in answers] == [
        (False, False, "exchange-state-unknown")
    ] * 2


async def test_a_null_state_is_a_new_rows(side: Side) -> None:
    await side.adapter.record([project_record()])
    name = side.owner.dialect.identifier_preparer.quote(PROJECT)
    column = side.owner.dialect.identifier_preparer.quote("SJSCZT")
    side.execute(f"UPDATE {name} SET {column} = NULL")
    assert states(await side.adapter.find("project", ["dz-p-1"])) == {"dz-p-1": "pending"}


async def test_a_row_the_database_will_not_have_costs_its_neighbours_nothing(side: Side) -> None:
    if side.owner.dialect.name == "sqlite":
        # SQLite keeps to no length: there the owner adds a rule.
        side.execute(
            f"CREATE TRIGGER longest BEFORE INSERT ON {PROJECT} WHEN length(NEW.GBHY) > 10 "
            "BEGIN SELECT RAISE(ABORT, 'value too long for GBHY'); END"
        )
    body = project_record().project.to_store()
    body["registration"]["industry"] = "K7010-房地产开发经营"
    records = [project_record("dz-p-1"), project_record("dz-p-2", project=body), project_record("dz-p-3")]
    assert states(await side.adapter.record(records)) == {
        "dz-p-1": "pending",
        "dz-p-2": "refused",
        "dz-p-3": "pending",
    }
    assert [row["DFSJZJ"] for row in side.rows(PROJECT)] == ["dz-p-1", "dz-p-3"]


async def test_two_hundred_records_of_one_batch_are_one_transaction(side: Side) -> None:
    records = [project_record(f"dz-p-{number}") for number in range(200)]
    assert set(states(await side.adapter.record(records)).values()) == {"pending"}
    assert len(await side.adapter.find("project", [record.key for record in records] + ["no"])) == 200


async def test_a_matter_without_an_item_is_refused_and_its_neighbour_written(side: Side) -> None:
    unmapped = matter("dz-c-9", stage="acceptance", matter="M-9")
    assert states(await side.adapter.record([unmapped, matter()])) == {
        "dz-c-9": "refused",
        "dz-c-1": "pending",
    }
    assert [row["DFSJZJ"] for row in side.rows(MATTER)] == ["dz-c-1"]


async def test_a_batch_of_several_types_is_none(side: Side) -> None:
    with pytest.raises(ValueError, match="one type"):
        await side.adapter.record([project_record(), matter()])
