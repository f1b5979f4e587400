"""The joint review: its projects, its feed, its documents, and what is wrong on purpose."""

import hashlib
import io
from collections import Counter
from typing import Any

import pytest
from ezdxf.filemanagement import read as read_dxf

from sandbox.config import CHINA, DEFAULT_FAILURES, Config, Failures
from sandbox.content import MEGABYTE, Endless
from sandbox.review.projects import UNSERVED_AREA, generate
from tests.sandbox.clients import Control, Gateway
from tests.sandbox.conftest import city
from tests.sandbox.wire import PROVINCE


@pytest.fixture
def configuration() -> dict[str, Any]:
    """Twelve projects, one of each flaw, two revised, one withdrawn."""
    failures = dict.fromkeys(Failures.model_fields, 1)
    return city(projects=12, revised=2, withdrawn=1, failures=failures)


async def everything(province: Gateway, control: Control) -> list[dict[str, Any]]:
    """All changes once no more are to come."""
    for _ in range(20):
        if (await control.advance())["settled"]:
            break
    return list((await province.schemes())["schemes"])


async def test_schemes_are_pushed_over_the_days_and_read_by_cursor(
    province: Gateway, control: Control
) -> None:
    first = await province.schemes()
    assert 0 < len(first["schemes"]) < 12
    assert await province.schemes(first["cursor"]) == {**first, "schemes": []}
    everyone = await everything(province, control)
    later = await province.schemes(first["cursor"])
    assert first["schemes"] + later["schemes"] == everyone
    cursor, pages = None, []
    while True:
        page = await province.schemes(cursor, limit=4)
        pages += page["schemes"]
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert pages == everyone
    assert [each["changeNo"] for each in everyone] == list(range(1, 16))


async def test_revised_and_withdrawn_schemes_appear_again_further_on(
    province: Gateway, control: Control
) -> None:
    everyone = await everything(province, control)
    changes = Counter((each["version"], each["state"]) for each in everyone)
    assert changes == {(1, "ACTIVE"): 12, (2, "ACTIVE"): 2, (1, "WITHDRAWN"): 1}
    revised = next(each for each in everyone if each["version"] == 2)
    original = next(each for each in everyone if each["schemeNo"] == revised["schemeNo"])
    assert revised["documents"][0] != original["documents"][0]
    assert revised["documents"][1] == original["documents"][1]
    recalled = next(each for each in everyone if each["state"] == "WITHDRAWN")
    assert recalled["withdrawnAt"] > recalled["pushedAt"]
    assert recalled["withdrawReason"]


async def test_documents_are_real_drawings_and_can_be_read_in_parts(province: Gateway) -> None:
    (scheme, *_) = (await province.schemes())["schemes"]
    plan, pipes = scheme["documents"][:2]
    whole = PROVINCE.check("fetchDocument", await province.document(plan["sha256"]))
    assert whole.content.startswith(b"%PDF-")
    assert b"STSong-Light" in whole.content
    assert len(whole.content) == plan["sizeBytes"]
    assert hashlib.sha256(whole.content).hexdigest() == plan["sha256"]
    assert whole.headers["ETag"] == f'"{plan["sha256"]}"'
    drawing = (await province.document(pipes["sha256"])).text
    assert {entity.dxf.layer for entity in read_dxf(io.StringIO(drawing)).modelspace()} >= {"GEISHUI"}
    part = PROVINCE.check("fetchDocument", await province.document(plan["sha256"], Range="bytes=100-"))
    assert (part.status_code, part.content) == (206, whole.content[100:])
    piece = await province.document(plan["sha256"], Range="bytes=5-7")
    assert piece.headers["Content-Range"] == f"bytes 5-7/{plan['sizeBytes']}"
    other = await province.document(plan["sha256"], Range="bytes=5-7", **{"If-Range": '"old"'})
    assert other.status_code == 200


async def test_an_unknown_document_a_range_beyond_it_and_a_bad_signature_are_refused(
    province: Gateway,
) -> None:
    unknown = PROVINCE.check("fetchDocument", await province.document("0" * 64))
    assert (unknown.status_code, unknown.json()["code"]) == (404, "40402")
    (scheme, *_) = (await province.schemes())["schemes"]
    sha256 = scheme["documents"][0]["sha256"]
    beyond = PROVINCE.check("fetchDocument", await province.document(sha256, Range="bytes=99999999-"))
    assert (beyond.status_code, beyond.json()["code"]) == (416, "41601")
    unsigned = PROVINCE.check(
        "fetchDocument", await province.document(sha256, **{"x-tif-signature": "0" * 64})
    )
    assert (unsigned.status_code, unsigned.json()["code"]) == (401, "40101")


async def deliberate(control: Control, kind: str) -> dict[str, Any]:
    """The one deliberate failure of a kind."""
    state = (await control.ask("GET", "state")).json()
    return next(each for each in state["deliberate"] if each["kind"] == kind)


async def test_a_document_with_other_bytes_than_announced_is_right_once_mended(
    province: Gateway, control: Control
) -> None:
    everyone = await everything(province, control)
    wrong = await deliberate(control, "wrong_digests")
    scheme = next(each for each in everyone if each["schemeNo"] == wrong["subject"])
    pipes = scheme["documents"][1]

    async def fits() -> bool:
        content = (await province.document(pipes["sha256"])).content
        assert len(content) == pipes["sizeBytes"]
        return hashlib.sha256(content).hexdigest() == pipes["sha256"]

    assert not await fits()
    assert (await control.ask("POST", "mend", id=wrong["id"])).json() == {"mended": [wrong["id"]]}
    assert await fits()
    assert (await deliberate(control, "wrong_digests"))["mended"]


async def test_a_document_of_another_type_is_replaced_by_a_new_version_once_mended(
    province: Gateway, control: Control
) -> None:
    everyone = await everything(province, control)
    wrong = await deliberate(control, "wrong_types")
    plan = next(each for each in everyone if each["schemeNo"] == wrong["subject"])["documents"][0]
    content = (await province.document(plan["sha256"])).content
    assert plan["mediaType"] == "application/pdf"
    assert hashlib.sha256(content).hexdigest() == plan["sha256"]
    assert not content.startswith(b"%PDF")
    await control.ask("POST", "mend", id=wrong["id"])
    mended = (await province.schemes())["schemes"][-1]
    assert (mended["schemeNo"], mended["version"]) == (wrong["subject"], 2)
    assert (await province.document(mended["documents"][0]["sha256"])).content.startswith(b"%PDF")


async def test_a_project_row_is_refused_until_mended(province: Gateway, control: Control) -> None:
    everyone = await everything(province, control)
    wrong = await deliberate(control, "refused_rows")
    columns = next(each["project"] for each in everyone if each["project"]["GCDM"] == wrong["subject"])
    contact = ("LXR", "LXRSJH")
    row = {name: value for name, value in columns.items() if name not in contact} | {
        "DFSJZJ": "p1",
        "SJYXBS": 1,
    }
    refused = await province.write("SPGL_XMJBXXB", row)
    assert [each["column"] for each in refused["refused"]] == ["GCHYFL"]
    await control.ask("POST", "mend", id=wrong["id"])
    assert (await province.write("SPGL_XMJBXXB", row))["refused"] == []


async def test_the_columns_of_every_other_project_make_a_row_that_is_taken(
    province: Gateway, control: Control
) -> None:
    wrong = await deliberate(control, "refused_rows")
    rows = [
        {**each["project"], "DFSJZJ": each["schemeNo"], "SJYXBS": 1}
        for each in await everything(province, control)
        if each["version"] == 1 and each["state"] == "ACTIVE" and each["project"]["GCDM"] != wrong["subject"]
    ]
    reply = await province.write("SPGL_XMJBXXB", *rows)
    assert (len(reply["taken"]), reply["refused"]) == (11, [])


def test_projects_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    assert generate(Config(seed=3)) == generate(Config(seed=3))
    assert generate(Config(seed=3)) != generate(Config(seed=4))


def test_the_default_city_carries_its_flaws_and_serves_every_other_district() -> None:
    projects = generate(Config())
    flaws = Counter(project.flaw for project in projects if project.flaw)
    assert flaws == {**dict(DEFAULT_FAILURES), "revised": 3, "withdrawn": 2}
    assert {each.area for each in projects if each.flaw == "unserved"} == {UNSERVED_AREA}
    assert len({each.area for each in projects if each.flaw != "unserved"}) == 4
    assert {kind for each in projects for kind in each.kinds()} == {"water", "power", "gas", "telecom"}
    assert {each.site["crs"] for each in projects} == {"EPSG:4490", "EPSG:4545"}
    codes = {each.flaw: str(each.columns["XMDM"]) for each in projects}
    assert codes["old_form_codes"].startswith("201")
    assert Config().start.astimezone(CHINA).isoformat() == "2026-03-02T09:00:00+08:00"


def test_a_big_document_is_read_from_anywhere_without_being_held() -> None:
    big = Endless("seed", 3)
    whole = b"".join(big.chunks(0, big.size))
    assert (len(whole), hashlib.sha256(whole).hexdigest()) == (3 * MEGABYTE, big.sha256)
    assert whole.startswith(b"%PDF-1.7\n")
    assert whole.endswith(b"%%EOF\n")
    for start, stop in ((0, 5), (MEGABYTE - 3, MEGABYTE + 3), (100, big.size), (MEGABYTE, 2 * MEGABYTE)):
        assert b"".join(big.chunks(start, stop)) == whole[start:stop]


@pytest.mark.parametrize("configuration", [city(projects=1, big_document_mb=2)])
async def test_a_big_document_is_listed_and_served(province: Gateway) -> None:
    (scheme,) = (await province.schemes())["schemes"]
    listed = next(each for each in scheme["documents"] if each["sizeBytes"] == 2 * MEGABYTE)
    content = (await province.document(listed["sha256"], Range="bytes=1048570-1048585")).content
    assert content == b"".join(Endless("7/project/1/" + scheme["schemeNo"], 2).chunks(1048570, 1048586))
