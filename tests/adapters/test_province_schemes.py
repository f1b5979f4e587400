"""The joint review's feed, read as schemes and withdrawals."""

import copy
import logging
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.errors import ContractError
from models.scheme import Scheme, Withdrawal
from models.site import Polygon
from models.stage import UtilityKind
from tests.adapters.province import SCHEMES, Province
from tests.adapters.wires import PROVINCE, unlike

RING = [[31.21, 107.49], [31.22, 107.49], [31.22, 107.5], [31.21, 107.49]]


@pytest.fixture
def province() -> Province:
    return Province()


def entry(**changes: Any) -> dict[str, Any]:
    """The wire document's own entry; `project__JSDW` changes a member of a member, None takes it away."""
    whole: dict[str, Any] = copy.deepcopy(SCHEMES["schemes"][0])
    for place, value in changes.items():
        *path, name = place.split("__")
        inner = whole
        for step in path:
            inner = inner[step]
        if value is None:
            del inner[name]
        else:
            inner[name] = value
    return whole


async def read(province: Province, *entries: Any) -> Any:
    province.answer = SCHEMES | {"schemes": list(entries)}
    return await province.adapter.fetch_schemes(None)


async def test_an_entry_is_a_scheme(province: Province) -> None:
    page = await read(province, entry())
    (scheme,) = page.changes
    assert isinstance(scheme, Scheme)
    assert (scheme.scheme_id, scheme.version) == ("FA-511702-2026-0007", 1)
    assert scheme.pushed_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert scheme.opinion_due == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
    project = scheme.project
    assert (project.code, project.engineering_code) == ("2411-511703-04-01-249065", "GC511702-2026-0007")
    assert (project.developer.kind, project.registration.industry_class) == ("1", "01")
    assert project.contact.phone.get_secret_value() == "13800000000"
    assert project.registration.start_planned == date(2026, 5, 1)
    assert project.registration.floor_area_m2 == 42150.5
    assert [demand.kind for demand in scheme.demands] == list(UtilityKind)
    assert scheme.demand(UtilityKind.GAS).model_dump(mode="json")["pressure"] == "low"
    assert [document.role for document in scheme.documents] == ["site_plan"]
    assert (page.cursor, page.more, page.unreadable) == ("7", False, ())


async def test_a_polygon_of_one_ring_is_a_site(province: Province) -> None:
    page = await read(province, entry(site={"crs": "EPSG:4490", "type": "Polygon", "coordinates": [RING]}))
    geometry = page.changes[0].site.geometry
    assert isinstance(geometry, Polygon)
    assert geometry.coordinates[1] == (31.22, 107.49)


async def test_a_withdrawn_entry_is_a_withdrawal(province: Province) -> None:
    withdrawn = entry(state="WITHDRAWN", withdrawnAt="2026-03-03 08:00:00", withdrawReason="方案调整")
    page = await read(province, withdrawn)
    assert page.changes == (
        Withdrawal(
            scheme_id="FA-511702-2026-0007",
            reason="方案调整",
            withdrawn_at=datetime(2026, 3, 3, 0, 0, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schemeNo": None}, "scheme_id"),
        ({"pushedAt": "2026/03/02"}, "pushed_at"),
        ({"project": "none"}, "project"),
        ({"project__JSDWDM": "91511700MA62E1XH28"}, "project.developer.credit_code"),
        ({"project__GCHYFL": None}, "project.registration.industry_class"),
        ({"project__NJCSJ": "2026-04-01 00:00:00"}, "project.registration"),
        ({"project__LXR": None}, "project.contact.name"),
        ({"demands": []}, "demands"),
        ({"demands": [{"type": "HEAT"}]}, "demands.0"),
        ({"demands": [{"type": "WATER", "dailyVolume": 1, "pipeDiameter": 100}]}, "demands.0.use_class"),
        ({"demands": ["water"]}, "demands.0"),
        ({"site": {"crs": "EPSG:4326", "type": "Point", "coordinates": [31, 107]}}, "site.crs"),
        ({"site": {"crs": "EPSG:4490", "type": "Polygon", "coordinates": [RING, RING]}}, "site"),
        ({"site": []}, "site"),
        ({"documents__0": {"fileName": "a.exe"}}, "documents"),
        ({"state": "WITHDRAWN"}, "withdrawn_at"),
    ],
)
async def test_an_entry_that_cannot_be_read_is_kept_apart_and_its_neighbour_counts(
    province: Province, changes: dict[str, Any], field: str
) -> None:
    bad = entry(**changes) if "documents__0" not in changes else entry(documents=[changes["documents__0"]])
    page = await read(province, bad, entry(schemeNo="FA-511702-2026-0008"))
    assert [change.scheme_id for change in page.changes] == ["FA-511702-2026-0008"]
    (unreadable,) = page.unreadable
    assert [fault.field for fault in unreadable.faults if fault.field.startswith(field)]
    assert unreadable.message.id == "province-scheme-unreadable"
    told = unreadable.model_dump_json()
    assert [word for word in ("李明", "13800000000") if word in told] == []


@pytest.mark.parametrize("item", [None, 7, "text", [], {}])
async def test_an_entry_that_is_none_is_kept_apart_under_one_name(province: Province, item: Any) -> None:
    first, second = [(await read(province, item)).unreadable[0].event_id for _ in range(2)]
    assert first == second


async def test_an_unreadable_entry_is_named_by_scheme_version_and_place(province: Province) -> None:
    page = await read(province, entry(demands=[]))
    assert page.unreadable[0].event_id == "scheme:FA-511702-2026-0007:1:7"


async def test_a_telephone_number_given_as_a_number_is_read_and_never_told(province: Province) -> None:
    page = await read(
        province, entry(project__LXRSJH=13800000000), entry(project__LXRSJH=13800000000, demands=[])
    )
    assert page.changes[0].project.contact.phone.get_secret_value() == "13800000000"
    assert "13800000000" not in page.model_dump_json()


async def test_reading_goes_on_from_the_cursor(province: Province) -> None:
    province.answer = SCHEMES | {"schemes": [], "cursor": "9", "more": True}
    page = await province.adapter.fetch_schemes("7")
    (operation,) = province.operations
    assert operation == {"operation": "LIST_SCHEMES", "cursor": "7", "limit": 100}
    assert unlike(PROVINCE, "ListSchemes", operation) == []
    assert (page.cursor, page.more) == ("9", True)


async def test_a_forgotten_cursor_is_read_from_the_beginning_and_said_in_the_log(
    province: Province, caplog: pytest.LogCaptureFixture
) -> None:
    province.answer = lambda operation: (
        SCHEMES if operation["cursor"] is None else {"code": "40003", "message": "-"}
    )
    with caplog.at_level(logging.WARNING):
        page = await province.adapter.fetch_schemes("77")
    assert len(page.changes) == 1
    assert "from the beginning" in caplog.text


async def test_a_beginning_that_is_no_cursor_either_is_a_contract_error(province: Province) -> None:
    province.answer = {"code": "40003", "message": "-"}
    with pytest.raises(ContractError):
        await province.adapter.fetch_schemes(None)


async def test_more_from_the_same_place_is_a_contract_error(province: Province) -> None:
    province.answer = SCHEMES | {"cursor": "7", "more": True}
    with pytest.raises(ContractError):
        await province.adapter.fetch_schemes("7")
