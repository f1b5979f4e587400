"""The scheme intake: who may push, what is taken, and what is said of what is not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hub.store import documents, schemes
from inbound.app import create_app
from inbound.schemes import SOURCE
from tests.hub.fakes import MONDAY
from tests.inbound.conftest import SCHEME, TOKEN, Doors
from tests.models.builders import WATER, scheme_body

OTHER = "FA-511702-2026-0008"


def a_body(**changes: Any) -> dict[str, Any]:
    return scheme_body(**({"scheme_id": OTHER, "demands": [WATER], "documents": []} | changes))


async def test_a_pushed_scheme_is_taken_once(doors: Doors) -> None:
    first, second = await doors.push(a_body()), await doors.push(a_body())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == {"scheme_id": OTHER, "outcome": "new", "warnings": []}
    with doors.world.store.read() as tx:
        assert schemes.latest(tx, OTHER) is not None


async def test_a_doubt_about_a_scheme_is_told_to_whoever_pushes_it(doors: Doors) -> None:
    early = a_body(opinion_due="2026-01-01T00:00:00+08:00")
    (doubt,) = (await doors.push(early, **{"accept-language": "en-GB"})).json()["warnings"]
    assert "opinion" in doubt.lower()


async def test_a_withdrawal_is_taken_once(doors: Doors) -> None:
    body = {"change": "withdrawal", "scheme_id": SCHEME, "withdrawn_at": MONDAY.isoformat()}
    assert [(await doors.push(body)).status_code for _ in range(2)] == [201, 200]
    with doors.world.store.read() as tx:
        assert schemes.withdrawal(tx, SCHEME) is not None


async def test_another_content_under_the_same_version_is_a_conflict_for_a_person(doors: Doors) -> None:
    assert (await doors.push(a_body())).status_code == 201
    response = await doors.push(a_body(opinion_due="2027-01-01T00:00:00+08:00"))
    assert response.status_code == 409
    assert doors.items() == ["scheme-conflict"]


async def test_a_faulty_scheme_is_refused_field_by_field_in_the_caller_s_language(doors: Doors) -> None:
    body = a_body(demands=[WATER | {"use_class": "luxury"}])
    chinese = (await doors.push(body)).json()
    english = (await doors.push(body, **{"accept-language": "en"})).json()
    (fault,) = chinese["errors"]
    assert fault["pointer"] == "/demands/0/use_class"
    assert "domestic" in fault["allowed"]
    assert "方案" in chinese["detail"]
    assert "scheme" in english["detail"]


@pytest.mark.parametrize("body", [[], "text", 7])
async def test_what_is_no_object_is_a_fault_of_the_whole(doors: Doors, body: Any) -> None:
    response = await doors.push(body)
    assert response.status_code == 422
    assert [fault["pointer"] for fault in response.json()["errors"]] == [""]


async def test_a_scheme_pushed_tomorrow_is_refused(doors: Doors) -> None:
    late = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    response = await doors.push(a_body(pushed_at=late))
    assert response.status_code == 422
    assert [fault["pointer"] for fault in response.json()["errors"]] == ["/pushed_at"]


async def test_a_refusal_repeats_no_telephone_number(doors: Doors) -> None:
    body = a_body()
    body["project"] = body["project"] | {
        "contact": {"name": "", "phone": "13800138000"},
        "code": "13800138000",
    }
    response = await doors.push(body)
    assert response.status_code == 422
    assert "13800138000" not in response.text


@pytest.mark.parametrize("token", ["wrong", "", f"{TOKEN} "])
async def test_without_the_token_nothing_is_taken_and_a_note_is_left(doors: Doors, token: str) -> None:
    response = await doors.push(a_body(), token=token)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    with doors.world.store.read() as tx:
        assert schemes.latest(tx, OTHER) is None
    (note,) = doors.notes()
    assert (note.action, note.subject) == ("intake.refused", "intake")


async def test_without_a_configured_token_the_intake_is_closed(doors: Doors) -> None:
    closed = httpx.ASGITransport(create_app(doors.world.hub))
    async with httpx.AsyncClient(transport=closed, base_url="http://hub") as http:
        headers = {"authorization": "Bearer None"}
        assert (await http.post("/schemes", json=a_body(), headers=headers)).status_code == 403


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000], ids=["cut", "not UTF-8", "deep"])
async def test_what_is_not_json_is_said_to_be_none(doors: Doors, content: bytes) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    assert (await doors.http.post("/schemes", content=content, headers=headers)).status_code == 400


async def test_a_scheme_that_could_not_be_committed_is_not_said_to_be_taken(doors: Doors) -> None:
    with doors.failing_commits():
        assert (await doors.push(a_body())).status_code == 503
    assert (await doors.push(a_body())).status_code == 201


async def test_documents_of_a_pushed_scheme_are_asked_for_where_schemes_come_from(doors: Doors) -> None:
    body = a_body(documents=scheme_body()["documents"])
    assert (await doors.push(body)).status_code == 201
    with doors.world.store.read() as tx:
        assert {row.source for row in documents.wanted(tx, limit=10)} == {SOURCE}


async def test_it_shows_a_sign_of_life_and_no_page_of_what_is_behind(doors: Doors) -> None:
    assert (await doors.http.get("/healthz")).json() == {"status": "ok"}
    for path in ("/docs", "/openapi.json", "/", "/callbacks", "/schemes/"):
        response = await doors.http.get(path, follow_redirects=False)
        assert response.status_code in (404, 307)
    wrong = await doors.http.get("/schemes")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "POST"
    assert wrong.json()["type"] == "urn:liandong:problem:inbound-no-such-method"
