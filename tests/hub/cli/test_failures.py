"""`liandong failures` and `status`, over a home in which three things wait for a person."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.casework.intake import take
from hub.cli.intake import city_of
from hub.cli.session import settings_of
from hub.store import audit, claims, desk
from hub.store.claims import Parked, Settlement
from hub.store.desk import NewItem
from hub.store.engine import Store
from models.messages import FieldFault, Message
from tests.hub.cli.support import Run, words
from tests.models.builders import WATER, a_scheme, project_body

CONFIG = """
[[authorities]]
id = "province"
name = "省工改系统"
adapter = "province-gateway"
roles = ["mirror"]

[[companies]]
id = "water-a"
name = "通川供水"
kind = "water"
districts = ["511702"]
adapter = "water"
"""
NO = Message(id="gateway-scheme-refused", params={"company": "water-a", "words": "管径不在范围内"})
FAULT = FieldFault(
    field="demands.0.pipe_dn_mm",
    message=Message(id="gateway-fault-not-allowed", params={"words": "不铺此管径"}),
    allowed=("100", "150"),
)


@pytest.fixture
def waiting(made: Path, made_store: Store) -> Store:
    """A refused scheme (1) with its document behind it, an unserved one (2), a counterpart that was stopped (3)."""
    (made / "liandong.toml").write_text(CONFIG, encoding="utf-8")
    city = city_of(settings_of(made))
    with made_store.begin() as tx:
        take(tx, a_scheme(scheme_id="FA-1", demands=[WATER], documents=[]), city, source="file")
        take(
            tx,
            a_scheme(scheme_id="FA-2", project=project_body(area_code="511799", name="无人区"), documents=[]),
            city,
            source="file",
        )
        (claimed,) = claims.claim(tx, capacity={"water-a": 1}, worker="w", lease=timedelta(seconds=9))
        parked = Parked(NO, "422", (FAULT,), unsure=False, kind="rejected")
        claims.settle(tx, [Settlement(claimed.id, claimed.token, claimed.attempt, parked)])
        desk.open_item(
            tx,
            NewItem(
                kind="destination",
                subject="province",
                destination="province",
                message=Message(id="destination-paused-by-person"),
            ),
        )
    return made_store


def test_nothing_waiting_is_said(run_spoken: Run, made: Path) -> None:
    result = run_spoken("failures", "list")
    assert result.exit_code == 0
    assert {"zh-CN": "没有等人处理", "en": "Nothing waits"}[run_spoken.language] in result.stdout


def test_each_item_is_a_sentence_with_names_people_know(run_spoken: Run, waiting: Store) -> None:
    result = run_spoken("failures", "list")
    assert result.exit_code == 0
    said = words(result)
    for part in ("通川供水", "省工改系统", "管径不在范围内", "100", "朝阳片区安置房一期", "无人区"):
        assert part in said
    assert "water-a" not in said


def test_the_list_in_json_has_the_cause_and_the_sentence(run: Run, waiting: Store) -> None:
    answer = run.read("failures", "list")
    assert answer["open"] == 3
    causes = {item["cause"]: item for item in answer["failures"]}
    assert set(causes) == {"scheme-unserved", "gateway-scheme-refused", "destination-paused-by-person"}
    refused = causes["gateway-scheme-refused"]
    assert "通川供水" in refused["sentence"]
    assert refused["faults"][0]["field"] == "demands.0.pipe_dn_mm"
    assert refused["faults"][0]["allowed"] == ["100", "150"]


def test_the_list_is_narrowed_and_paged(run: Run, waiting: Store) -> None:
    assert [
        item["scheme_id"] for item in run.read("failures", "list", "--company", "water-a")["failures"]
    ] == ["FA-1"]
    assert [item["scheme_id"] for item in run.read("failures", "list", "--search", "无人")["failures"]] == [
        "FA-2"
    ]
    first = run.read("failures", "list", "--limit", "2")
    rest = run.read("failures", "list", "--after", str(first["last"]))
    assert len(first["failures"]) + len(rest["failures"]) == 3
    assert "--after" in words(run("failures", "list", "--limit", "1"))


def number_of(run: Run, cause: str) -> str:
    return str(run.read("failures", "list", "--cause", cause)["failures"][0]["id"])


def test_an_item_is_shown_with_its_attempts_and_what_to_do(run_spoken: Run, waiting: Store) -> None:
    number = number_of(run_spoken, "gateway-scheme-refused")
    result = run_spoken("failures", "show", number)
    assert result.exit_code == 0
    assert "管径不在范围内" in words(result)
    assert f"liandong failures retry {number}" in result.stdout
    detail = run_spoken.read("failures", "show", number)
    assert detail["delivery"]["state"] == "attention"
    assert [attempt["outcome"] for attempt in detail["attempts"]] == ["parked"]
    assert "body" not in detail["delivery"]


def test_an_unknown_item_is_wrong_use(run_spoken: Run, waiting: Store) -> None:
    for command in (("show", "99"), ("resolve", "99", "--as", "done")):
        result = run_spoken("failures", *command)
        assert result.exit_code == 2
        assert "99" in result.stderr


def test_retrying_takes_an_item_off_the_list_in_the_name_of_whoever_did_it(run: Run, waiting: Store) -> None:
    number = number_of(run, "gateway-scheme-refused")
    assert run("failures", "retry", number, "--by", "李明").exit_code == 0
    assert run.read("failures", "list")["open"] == 2
    assert run.read("failures", "show", number)["closed_by"] == "李明"
    with waiting.read() as tx:
        assert [(record.actor, record.action) for record in audit.records(tx)] == [("李明", "failure.retry")]


def test_everything_that_can_be_tried_again_is_retried_at_once(run_spoken: Run, waiting: Store) -> None:
    result = run_spoken("failures", "retry", "--all")
    assert result.exit_code == 0
    left = run_spoken.read("failures", "list")["failures"]
    assert [item["cause"] for item in left] == ["scheme-unserved"]


def test_a_retry_of_what_cannot_be_tried_says_so_with_exit_code_1(run_spoken: Run, waiting: Store) -> None:
    number = number_of(run_spoken, "scheme-unserved")
    result = run_spoken("failures", "retry", number)
    assert result.exit_code == 1
    assert f"failures show {number}" in result.stdout


def test_a_retry_of_nothing_in_particular_is_wrong_use(run_spoken: Run, waiting: Store) -> None:
    result = run_spoken("failures", "retry")
    assert result.exit_code == 2
    assert "--all" in result.stderr


def test_resolving_records_who_how_and_why(run_spoken: Run, waiting: Store) -> None:
    number = number_of(run_spoken, "scheme-unserved")
    result = run_spoken("failures", "resolve", number, "--as", "done", "--note", "线下通知", "--by", "李明")
    assert result.exit_code == 0
    shown = run_spoken.read("failures", "show", number)
    assert (shown["resolution"], shown["note"], shown["closed_by"]) == ("done", "线下通知", "李明")
    assert "线下通知" in words(run_spoken("failures", "show", number))


def test_a_decision_that_does_not_fit_is_refused_with_the_ones_that_do(
    run_spoken: Run, waiting: Store
) -> None:
    number = number_of(run_spoken, "gateway-scheme-refused")
    result = run_spoken("failures", "resolve", number, "--as", "done")
    assert result.exit_code == 2
    assert "discarded" in result.stderr
    assert run_spoken.read("failures", "list")["open"] == 3


def test_a_scheme_known_to_have_arrived_gets_the_companys_number(run: Run, waiting: Store) -> None:
    number = number_of(run, "gateway-scheme-refused")
    done = run("failures", "resolve", number, "--as", "delivered", "--reference", "GS-2026-1")
    assert done.exit_code == 0
    figures = run.read("status")
    assert figures["by_destination"]["water-a"]["delivered"] == 1


def test_the_status_tells_figures_and_that_something_waits(run_spoken: Run, waiting: Store) -> None:
    result = run_spoken("status")
    assert result.exit_code == 0
    assert "liandong failures list" in words(result).replace("liandongfailureslist", "liandong failures list")
    figures = run_spoken.read("status")
    assert {"schemes", "cases", "events", "deliveries", "recorded"} <= set(figures)
    assert set(figures["recorded"]) >= {"events", "everywhere", "missing"}
    assert (figures["schemes"], figures["cases"], figures["desk"]["open"]) == (2, 1, 3)
    assert figures["deliveries"]["attention"] == 1
