"""`liandong project`: one project on the screen and as JSON."""

from pathlib import Path

from hub.casework.intake import City, take
from hub.pulling import receive
from hub.store.engine import Store
from models.stage import Opinion, Stage
from tests.hub.cli.support import Run, words
from tests.hub.fakes import company, update
from tests.models.builders import WATER, a_scheme

CODE = "2411-511703-04-01-249065"


def test_a_project_is_shown_with_every_companys_stages(
    run_spoken: Run, made: Path, made_store: Store
) -> None:
    city = City(companies=(company(),), mirrors=("province",))
    paper = {
        "sha256": "a" * 64,
        "name": "验收合格证.pdf",
        "media_type": "application/pdf",
        "size_bytes": 9,
        "number": "12号",
    }
    with made_store.begin() as tx:
        take(tx, a_scheme(demands=[WATER], documents=[]), city, source="joint-review")
        review = update(11, 2, opinion=Opinion.AGREE_WITH_CONDITIONS)
        hookup = update(11, 4, stage=Stage.HOOKUP, documents=[paper])
        receive(tx, "water-a", [update(3, 1), review, update(3, 3, stage=Stage.HOOKUP), hookup], city)
    shown = words(run_spoken("project", CODE))
    for part in ("朝阳片区安置房一期", "12号", "验收合格证.pdf", "water-a"):
        assert part in shown
    (case,) = run_spoken.read("project", CODE)["cases"]
    assert [stage["stage"] for stage in case["stages"]] == ["review", "hookup"]


def test_a_code_that_nobody_knows_is_said_to_be_unknown(run_spoken: Run, made: Path) -> None:
    result = run_spoken("project", "2411-511703-04-01-000000")
    assert result.exit_code == 2
    assert "000000" in result.output
