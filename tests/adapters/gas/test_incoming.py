"""Files that arrive: whole ones are read once, half-written ones left alone, read ones archived after the commit."""

import json
from typing import Any

import pytest

from adapters.errors import AuthError, ContractError, TransientError
from hub.language import Language, say, say_fault
from models.stage import Stage
from tests.adapters.gas.place import KEY, ROW, Place, row, scheme, table

PHONE = "13912345678"


def acknowledgement(parcel: str, **changes: Any) -> bytes:
    said = {
        "parcel": parcel,
        "kind": "scheme",
        "result": "accepted",
        "scheme_id": "FA-511702-2026-0007",
        "version": 1,
        "reference": "TC-2026-000001",
        "received_at": "2026-03-03T09:00:00+08:00",
        "opened": {"serial": "Q-0", "status": "收件", "text": "窗口已收件", "handler": "李雪梅"},
        **changes,
    }
    return json.dumps(said, ensure_ascii=False).encode()


async def test_a_file_without_its_marker_is_left_alone_for_as_long_as_that_lasts(place: Place) -> None:
    whole = table(ROW)
    file = place.root / "from-company" / "a.csv"
    file.write_bytes(whole[:20])
    place.arrive("b.csv", table(row(流水号="Q-2")))
    page = await place.adapter.fetch_updates(None)
    assert [update.event_id for update in page.updates] == ["Q-2"]
    assert not page.more
    place.mark("a.csv", "0123")
    again = await place.adapter.fetch_updates(page.cursor)
    assert (again.updates, again.unreadable, again.cursor) == ((), (), page.cursor)
    assert file.read_bytes() == whole[:20]
    place.arrive("a.csv", whole)
    assert [update.event_id for update in (await place.adapter.fetch_updates(page.cursor)).updates] == ["Q-1"]


@pytest.mark.parametrize("form", ["{}", "\ufeff{}\r\n", "{}  a.csv\n"])
async def test_a_marker_may_be_written_as_usual_tools_write_it(place: Place, form: str) -> None:
    place.arrive("a.csv", table(ROW))
    marker = place.root / "from-company" / "a.csv.ok"
    marker.write_text(form.format(marker.read_text().upper()), "utf-8")
    (page,) = await place.pages()
    assert len(page.updates) == 1


async def test_a_file_is_archived_only_by_the_call_that_brings_back_its_cursor(place: Place) -> None:
    place.arrive("a.csv", table(ROW))
    page = await place.adapter.fetch_updates(None)
    assert place.files("from-company") == ["a.csv", "a.csv.ok"]
    assert (await place.adapter.fetch_updates(None)).updates == page.updates
    await place.adapter.fetch_updates(page.cursor)
    assert place.files("from-company") == []
    (archived,) = place.files("from-company/done")
    assert archived.startswith("a.")
    assert (place.root / "from-company/done" / archived).read_bytes() == table(ROW)


async def test_archiving_that_was_interrupted_is_finished_by_the_next_call(place: Place) -> None:
    place.arrive("a.csv", table(ROW))
    page = await place.adapter.fetch_updates(None)
    (place.root / "from-company/a.csv").rename(place.root / "from-company/done/moved.csv")
    await place.adapter.fetch_updates(page.cursor)
    assert place.files("from-company") == []


async def test_another_content_under_a_name_that_was_read_counts_too(place: Place) -> None:
    place.arrive("a.csv", table(ROW))
    page = await place.adapter.fetch_updates(None)
    place.arrive("a.csv", table(row(流水号="Q-2")))
    page = await place.adapter.fetch_updates(page.cursor)
    assert [update.event_id for update in page.updates] == ["Q-2"]


async def test_the_same_file_under_two_names_brings_the_same_events(place: Place) -> None:
    bad = row(发生时间="前天下午")
    for name in ("a.csv", "b.csv"):
        place.arrive(name, table(ROW, bad))
    first, second = await place.pages()
    assert first.updates == second.updates
    assert first.unreadable[0].event_id == second.unreadable[0].event_id
    assert len(place.files("from-company/done")) == 2


async def test_acknowledgements_are_read_before_status_tables(place: Place) -> None:
    place.arrive("a.csv", table(ROW))
    place.arrive("z.ack.json", acknowledgement("z"))
    opened, then = await place.pages()
    assert [update.event_id for update in opened.updates] == ["Q-0"]
    assert [update.event_id for update in then.updates] == ["Q-1"]


async def test_an_accepted_scheme_opens_its_case_with_the_companys_reference(place: Place) -> None:
    place.arrive("z.ack.json", acknowledgement("z"))
    ((update,),) = [page.updates for page in await place.pages()]
    assert (update.remote_ref, update.scheme_id) == ("TC-2026-000001", "FA-511702-2026-0007")
    assert (update.stage, update.status_code) == (Stage.REVIEW, "收件")
    place.arrive("z.2.ack.json", acknowledgement("z", version=2, opened=None))
    assert [page.updates for page in await place.pages()] == [()]


async def test_a_refused_scheme_goes_to_the_desk_with_its_reasons_field_by_field(place: Place) -> None:
    reasons = [
        {"pointer": "/demand/pressure", "detail": "该地块只有低压管网。", "allowed": ["low"]},
        {"pointer": "/project/contact/phone", "detail": f"{PHONE} 无人接听。"},
    ]
    said = acknowledgement("z", result="refused", opened=None, words=f"请致电 {PHONE}", reasons=reasons)
    place.arrive("z.ack.json", said)
    (page,) = await place.pages()
    (item,) = page.unreadable
    assert item.message.id == "batch-scheme-refused"
    assert [fault.field for fault in item.faults] == ["demand.pressure", "project.contact.phone"]
    assert item.faults[0].allowed == ("low",)
    assert PHONE not in item.model_dump_json()
    told = say(item.message, Language.ZH_CN) + say_fault(item.faults[0], Language.ZH_CN)
    assert "FA-511702-2026-0007" in told
    assert "压力" in told
    assert "该地块只有低压管网" in told


ODD = {
    "not as the wire document has it": ("z.ack.json", b'{"parcel": "z"}'),
    "no JSON": ("z.ack.json", b"\xff\xfe"),
    "neither of the kinds": ("readme.txt", b"hello"),
    "larger than agreed": ("a.csv", table(*[row(流水号=f"Q-{n}") for n in range(99)])),
}


@pytest.mark.parametrize("kind", ODD)
async def test_a_file_that_is_none_of_the_wires_is_set_aside(place_of_4k: Place, kind: str) -> None:
    place_of_4k.arrive(*ODD[kind])
    (page,) = await place_of_4k.pages()
    assert (len(page.updates), len(page.unreadable)) == (0, 1)
    assert len(place_of_4k.files("from-company/set-aside")) == 1
    assert "«" not in say(page.unreadable[0].message, Language.EN)


async def test_a_file_that_does_not_fit_its_marker_is_set_aside_unread(place: Place) -> None:
    place.arrive("a.csv", table(ROW), digest="0" * 64)
    (page,) = await place.pages()
    assert page.updates == ()
    assert page.unreadable[0].message.id == "batch-file-differs"
    assert len(place.files("from-company/set-aside")) == 1


async def test_a_cursor_that_is_none_of_ours_is_refused(place: Place) -> None:
    with pytest.raises(ContractError):
        await place.adapter.fetch_updates("17")


async def test_a_missing_mount_is_an_outage_and_not_an_empty_folder(place: Place) -> None:
    place.root.rename(place.root.with_name("elsewhere"))
    for call in (
        place.adapter.fetch_updates(None),
        place.adapter.find_by_key(KEY),
        place.adapter.push_scheme(scheme(), key=KEY),
        place.adapter.ping(),
    ):
        with pytest.raises(TransientError) as raised:
            await call
        assert raised.value.message.id == "batch-no-place"
    assert not place.root.exists()


async def test_a_folder_that_may_not_be_read_pauses_the_company(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.scandir", refused)
    with pytest.raises(AuthError):
        await place.adapter.fetch_updates(None)
