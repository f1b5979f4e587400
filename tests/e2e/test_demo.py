"""The demo as a person runs it, and its figures against the stand-ins' own ledgers."""

import hashlib
import json
import re
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.demoing import LIANDONG, Demo, start

# Several processes each; the house's limit is for tests within one.
pytestmark = pytest.mark.timeout(400)

WITHOUT_SYSTEM = "gas-xq"
"""Gets its documents beside its work list; nothing is sent to it."""
EVENTS = "SPGL_XMSPSXBLXXXXB"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    home = tmp_path / "demo"
    with start(home, "--projects", "12", "--seed", "5", "--keep-running") as process:
        said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl+C" in line:
                break
        assert "Ctrl+C" in said[-1], "".join(said)
        yield Demo(home, process, said)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 0


def the_demo_closes_with_what_went_where(demo: Demo) -> None:
    said = "".join(demo.said)
    for part in (
        "通川区供水有限公司",
        "达州县域供水有限公司",
        "达州供电公司",
        "已验收",
        "liandong failures list",
    ):
        assert part in said
    assert "Traceback" not in said
    assert "«" not in said


def nothing_took_effect_twice(demo: Demo) -> None:
    assert demo.ledger.report["twice"] == []


def schemes_pushed_equal_what_the_joint_review_pushed(demo: Demo) -> None:
    pushed = {entry["business_key"].rpartition("/")[0] for entry in demo.ledger.effects("scheme_pushed")}
    assert demo.status["schemes"] == len(pushed) == 12
    assert demo.status["withdrawn"] == len(demo.ledger.effects("scheme_recalled"))


def what_each_company_has_equals_its_ledger(demo: Demo) -> None:
    for figure, counted in {
        "pushed": demo.ledger.schemes("scheme_taken"),
        "documents": {
            counterpart: len(demo.ledger.documents(counterpart))
            for counterpart in {entry["counterpart"] for entry in demo.ledger.effects("document_completed")}
            if counterpart != WITHOUT_SYSTEM
        },
        "hooked_up": demo.ledger.passed("hookup"),
        "accepted": demo.ledger.passed("acceptance"),
    }.items():
        assert {
            company: shown[figure] for company, shown in demo.status["companies"].items() if shown[figure]
        } == dict(counted), figure


def documents_of_a_company_without_a_system_lie_beside_its_list(demo: Demo) -> None:
    taken = demo.ledger.documents(WITHOUT_SYSTEM)
    documents = demo.folder_of(WITHOUT_SYSTEM) / "to-company" / "documents"
    beside = {
        f"{path.parent.name}/{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in documents.glob("*/*")
    }
    assert taken
    assert taken <= beside
    assert demo.status["companies"][WITHOUT_SYSTEM]["documents"] == 0


def every_event_of_the_companies_is_known_and_none_is_invented(demo: Demo) -> None:
    assert demo.status["events"] == len(demo.ledger.effects("event_emitted")) > 0
    assert demo.status["recorded"]["events"] == demo.status["events"]
    assert demo.status["inbox"] == {"new": 0, "waiting": 0, "held": 0}


def what_is_recorded_equals_what_each_mirror_holds(demo: Demo) -> None:
    recorded = demo.status["recorded"]
    rows = [entry for entry in demo.ledger.effects("row_taken") if entry["facts"]["table"] == EVENTS]
    entered = [entry for entry in demo.ledger.effects("record_taken") if entry["facts"]["kind"] == "event"]
    assert recorded["by_mirror"] == {"province": len(rows), "supervision": len(entered)}
    # The platform has projects of its own: what the province refuses of one does not hold its matters up there.
    assert len(entered) == recorded["events"]
    assert recorded["everywhere"] == min(len(rows), len(entered))
    assert recorded["missing"] == recorded["events"] - recorded["everywhere"]


def deliveries_to_each_mirror_equal_its_rows(demo: Demo) -> None:
    rows = len(demo.ledger.effects("row_taken")) + len(demo.ledger.effects("row_retired"))
    replies = len(demo.ledger.effects("opinions_returned"))
    assert demo.status["by_destination"]["province"]["delivered"] == rows + replies
    entered = len(demo.ledger.effects("record_taken")) + len(demo.ledger.effects("record_voided"))
    assert demo.status["by_destination"]["supervision"]["delivered"] == entered
    total = sum(each["delivered"] for each in demo.status["by_destination"].values())
    assert demo.status["deliveries"]["delivered"] == total


def what_is_missing_waits_behind_a_failure_that_is_told(demo: Demo) -> None:
    shown = [
        demo.read("failures", "show", str(item["id"]))
        for item in demo.read("failures", "list")["failures"]
        if item["kind"] == "delivery" and item["counterpart"] == "province"
    ]
    behind = sum(waiting["kind"] == "record.event" for item in shown for waiting in item["behind"])
    assert demo.status["recorded"]["missing"] == behind


def every_round_of_the_joint_review_got_its_opinions_back(demo: Demo) -> None:
    withdrawn = {entry["business_key"] for entry in demo.ledger.effects("scheme_recalled")}
    asked = demo.ledger.schemes_of("scheme_taken") - withdrawn
    replies = demo.ledger.effects("opinions_returned")
    assert {entry["business_key"].rpartition("/v")[0] for entry in replies} >= asked
    assert any(entry["facts"]["opinions"] for entry in replies)
    reply = re.compile(r".+/v\d+/0")
    rounds = [entry["business_key"] for entry in replies if reply.fullmatch(entry["business_key"])]
    assert len(rounds) == len(set(rounds))


def each_deliberate_failure_waits_with_a_sentence(demo: Demo) -> None:
    waiting = demo.read("failures", "list")["failures"]
    causes = {item["cause"] for item in waiting}
    assert {"scheme-unserved", "gateway-scheme-refused", "province-row-refused"} <= causes
    assert all(item["sentence"] and "«" not in item["sentence"] for item in waiting)
    subjects = {item["subject"] for item in demo.control.state()["deliberate"]}
    assert any(item["scheme_id"] in subjects for item in waiting)


def a_second_sync_on_settled_data_sends_nothing(demo: Demo) -> None:
    again = demo.run("sync", "--json")
    assert again.returncode == 0, again.stdout + again.stderr
    report = json.loads(again.stdout)
    assert (report["sent"], report["new_items"], report["failed"]) == (0, 0, [])
    assert demo.control.ledger()["entries"] == demo.ledger.report["entries"]


def two_syncs_side_by_side_disturb_nobody(demo: Demo) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: demo.run("sync"), range(2)))
    assert [each.returncode for each in both] == [0, 0], [each.stderr for each in both]
    assert demo.control.ledger()["entries"] == demo.ledger.report["entries"]


def a_failure_that_is_mended_and_retried_is_delivered_with_all_that_waited(demo: Demo) -> None:
    demo.control.mend()
    assert demo.run("failures", "retry", "--cause", "province-row-refused").returncode == 0
    demo.run("sync")
    recorded = demo.read("status")["recorded"]
    assert recorded["missing"] == 0
    assert demo.control.ledger()["twice"] == []


def the_home_answers_in_english_too(demo: Demo) -> None:
    answer = demo.run("failures", "list", "--language", "en")
    assert answer.returncode == 0
    assert "Waiting for a person" in answer.stdout
    assert "«" not in answer.stdout


# In this order: the last but one mends what the others find waiting.
CLAIMS = (
    the_demo_closes_with_what_went_where,
    nothing_took_effect_twice,
    schemes_pushed_equal_what_the_joint_review_pushed,
    what_each_company_has_equals_its_ledger,
    documents_of_a_company_without_a_system_lie_beside_its_list,
    every_event_of_the_companies_is_known_and_none_is_invented,
    what_is_recorded_equals_what_each_mirror_holds,
    deliveries_to_each_mirror_equal_its_rows,
    what_is_missing_waits_behind_a_failure_that_is_told,
    every_round_of_the_joint_review_got_its_opinions_back,
    each_deliberate_failure_waits_with_a_sentence,
    a_second_sync_on_settled_data_sends_nothing,
    two_syncs_side_by_side_disturb_nobody,
    a_failure_that_is_mended_and_retried_is_delivered_with_all_that_waited,
    the_home_answers_in_english_too,
)


def test_a_demo_ends_settled_and_its_figures_equal_the_ledgers(demo: Demo, subtests: pytest.Subtests) -> None:
    for claim in CLAIMS:
        with subtests.test(claim.__name__):
            claim(demo)


def test_the_demo_ends_with_exit_code_0_and_takes_its_stand_ins_along(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    with start(home, "--projects", "2") as process:
        said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert not (home / "sandbox" / "announcement.json").exists()
    answer = subprocess.run(
        [LIANDONG, "status", "--home", str(home), "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout)["schemes"] == 2
