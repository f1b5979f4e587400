"""The lines of a run: what counts as failed, and how far the run is."""

from collections import Counter

from flows.tally import EVERY_SOURCE, NOBODY, Line, Tally, total
from hub.clocks.reading import ReadClocks
from hub.collection import Collected
from hub.delivery.settling import DeliveryReport
from hub.documents.fetch import FetchReport
from hub.reminders.reminding import Sent


def delivered(**outcomes: int) -> Line:
    counts = Counter({("water-a", what): count for what, count in outcomes.items()})
    return Line.of_delivery("push", "water-a", DeliveryReport(counts))


def test_a_delivery_fails_when_all_must_be_tried_again() -> None:
    assert delivered(retry=3).failed
    assert not delivered(retry=3, delivered=1).failed
    assert not delivered(parked=2).failed
    assert not delivered().failed


def test_documents_fail_when_none_of_those_due_arrived() -> None:
    def fetched(**counts: int) -> Line:
        return Line.of_documents("documents", EVERY_SOURCE, FetchReport(**counts))

    assert fetched(failed=1).failed
    assert not fetched(failed=1, found=1).failed
    assert not fetched(refused=1).failed
    assert fetched(refused=2, failed=1, busy=1, fetched=3, found=1) == Line(
        "documents", EVERY_SOURCE, done=4, later=2, attention=2, failed=False
    )


def test_clocks_count_those_that_changed_colour_and_never_fail() -> None:
    line = Line.of_clocks("clocks", NOBODY, ReadClocks(cases=3, clocks=9, changed={"red": 1, "yellow": 2}))
    assert (line.done, line.failed) == (3, False)


def test_reminders_fail_when_not_one_was_taken() -> None:
    def sent(*taken: bool) -> Line:
        messages = [Sent("li", "red", "title", "body", each) for each in taken]
        return Line.of_reminders("remind", NOBODY, messages)

    assert sent(True, False) == Line("remind", NOBODY, done=1, later=1, failed=False)
    assert sent(False).failed
    assert not sent().failed


def test_a_task_that_never_came_to_its_end_counts_as_failed() -> None:
    tally = Tally(planned=2)
    tally.begin("pull", "water-a")
    tally.begin("pull", "water-b")
    tally.end(Line.of_feed("pull", "water-b", Collected(read=2, new=2)))
    assert tally.failed == ("water-a",)


def test_what_was_read_is_not_sent() -> None:
    lines = [Line("pull", "water-a", done=5, attention=1), Line("mirror", "province", done=7, later=2)]
    assert total(lines) == (7, 2, 1)


def test_progress_goes_by_tasks_and_within_one_by_items_and_never_falls() -> None:
    tally = Tally(planned=4)
    seen = [tally.percent]
    tally.progress("deliver", 1, 2)
    seen.append(tally.percent)
    tally.progress("deliver", 1, 10)
    seen.append(tally.percent)
    tally.progress("pull", 7, None)
    seen.append(tally.percent)
    tally.end(Line("push", "water-a", failed=False))
    seen.append(tally.percent)
    assert seen == [0.0, 12.5, 12.5, 12.5, 25.0]


def test_a_run_of_no_tasks_is_at_its_end() -> None:
    assert Tally(planned=0).percent == 100.0
