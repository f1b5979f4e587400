"""A case is a fold over its events, whatever order they arrived in."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.case import CaseEvent, CaseState, fold
from models.stage import Opinion, Stage
from models.status import HandlingStatus as S
from tests.models.builders import MONDAY, an_event


def placed(state: CaseState) -> list[tuple[int, int, bool]]:
    return [(int(each.event.status), each.round, each.legal) for each in state.placed]


def rounds(state: CaseState, stage: Stage = Stage.REVIEW) -> list[list[int]]:
    return [[int(s) for s in matter.statuses] for matter in state.matters if matter.stage is stage]


@st.composite
def histories(draw: st.DrawFn) -> list[CaseEvent]:
    """Events of any status and stage, legal or not, all at different times."""
    hours = draw(st.lists(st.integers(0, 500), unique=True, max_size=12))
    return [
        an_event(
            draw(st.sampled_from(S)),
            hour,
            stage=draw(st.sampled_from(Stage)),
            scheme_version=draw(st.none() | st.integers(1, 3)),
            opinion=draw(st.none() | st.sampled_from(Opinion)),
        )
        for hour in hours
    ]


@given(st.data())
def test_the_order_of_arrival_does_not_matter_when_times_differ(data: st.DataObject) -> None:
    events = data.draw(histories())
    arrived = [
        event.model_copy(update={"sequence": number})
        for number, event in enumerate(data.draw(st.permutations(events)))
    ]
    before, after = fold(events), fold(arrived)
    assert after.matters == before.matters
    assert placed(after) == placed(before)


@given(histories())
def test_every_event_is_kept_once_legal_or_not(events: list[CaseEvent]) -> None:
    state = fold(events)
    assert sorted(each.event.event_id for each in state.placed) == sorted(e.event_id for e in events)
    legal = [each for each in state.placed if each.legal]
    assert len(legal) == sum(len(matter.statuses) for matter in state.matters)


@given(histories())
def test_rounds_are_numbered_from_one_without_gaps(events: list[CaseEvent]) -> None:
    state = fold(events)
    for stage in Stage:
        numbers = [matter.round for matter in state.matters if matter.stage is stage]
        assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_has_happened_before_the_first_event() -> None:
    state = fold([])
    assert (state.stage, state.status, state.ended, state.latest) == (Stage.REVIEW, None, False, None)


def test_a_review_is_received_accepted_and_passed_with_its_opinion() -> None:
    state = fold([an_event(1, 0), an_event(3, 1), an_event(11, 2, opinion=Opinion.AGREE)])
    matter = state.current(Stage.REVIEW)
    assert matter is not None
    assert (matter.status, matter.round, matter.opinion, matter.ended) == (S.PASSED, 1, Opinion.AGREE, True)
    assert (matter.opened_at, matter.changed_at) == (MONDAY, MONDAY + timedelta(hours=2))
    assert not state.ended


def test_an_illegal_event_is_kept_and_changes_no_matter() -> None:
    state = fold([an_event(1, 0), an_event(11, 1), an_event(3, 2)])
    assert rounds(state) == [[1, 3]]
    assert placed(state) == [(1, 1, True), (11, 1, False), (3, 1, True)]
    assert [each.previous for each in state.placed] == [None, S.RECEIVED, S.RECEIVED]


def test_a_stage_with_nothing_but_illegal_events_has_not_begun() -> None:
    state = fold([an_event(1, 0), an_event(11, 1, stage=Stage.HOOKUP)])
    assert state.current(Stage.HOOKUP) is None
    assert state.stage is Stage.REVIEW


def test_an_earlier_event_that_comes_late_makes_a_later_one_legal() -> None:
    early, late = an_event(3, 1, sequence=9), an_event(11, 2, sequence=2)
    assert placed(fold([an_event(1, 0), late])) == [(1, 1, True), (11, 1, False)]
    assert placed(fold([an_event(1, 0), late, early])) == [(1, 1, True), (3, 1, True), (11, 1, True)]


def test_of_two_events_at_one_instant_the_one_that_came_first_comes_first() -> None:
    received, accepted = an_event(1, 0, sequence=1), an_event(3, 0, sequence=2)
    assert placed(fold([accepted, received])) == [(1, 1, True), (3, 1, True)]


def test_a_matter_that_ended_is_received_anew_in_the_next_round() -> None:
    state = fold([an_event(1, 0), an_event(4, 1), an_event(1, 2), an_event(3, 3)])
    assert rounds(state) == [[1, 4], [1, 3]]
    assert placed(state)[-1] == (3, 2, True)


def test_a_second_receipt_of_an_open_round_is_illegal() -> None:
    assert placed(fold([an_event(1, 0), an_event(1, 1)])) == [(1, 1, True), (1, 1, False)]


def test_a_withdrawn_review_ends_the_case_until_the_next_version_is_received() -> None:
    withdrawn = [an_event(1, 0), an_event(14, 1)]
    assert fold(withdrawn).ended
    state = fold([*withdrawn, an_event(1, 2)])
    assert rounds(state) == [[1, 14], [1]]
    assert (state.ended, state.status) == (False, S.RECEIVED)


def test_a_newer_version_received_while_the_review_is_open_opens_a_round() -> None:
    state = fold([an_event(1, 0, scheme_version=1), an_event(3, 1), an_event(1, 2, scheme_version=2)])
    assert rounds(state) == [[1, 3], [1]]
    assert [matter.version for matter in state.matters] == [1, 2]
    assert placed(state)[-1] == (1, 2, True)


def test_the_same_version_received_twice_opens_no_round() -> None:
    state = fold([an_event(1, 0, scheme_version=2), an_event(1, 1, scheme_version=2)])
    assert placed(state) == [(1, 1, True), (1, 1, False)]


def test_the_end_of_the_old_review_told_after_the_new_receipt_closes_the_old_round() -> None:
    events = [
        an_event(1, 0, scheme_version=1),
        an_event(1, 1, scheme_version=2),
        an_event(14, 2, scheme_version=1),
        an_event(3, 3, scheme_version=2),
    ]
    state = fold(events)
    assert rounds(state) == [[1, 14], [1, 3]]
    assert placed(state) == [(1, 1, True), (1, 2, True), (14, 1, True), (3, 2, True)]


def test_an_old_version_received_after_the_new_one_is_illegal() -> None:
    events = [
        an_event(1, 0, scheme_version=1),
        an_event(14, 1, scheme_version=1),
        an_event(1, 2, scheme_version=2),
        an_event(1, 3, scheme_version=1),
    ]
    state = fold(events)
    assert rounds(state) == [[1, 14], [1]]
    assert placed(state)[-1] == (1, 1, False)


def test_an_application_begun_under_one_version_goes_on_under_the_next() -> None:
    events = [
        an_event(1, 0, stage=Stage.APPLICATION, scheme_version=1),
        an_event(3, 1, stage=Stage.APPLICATION, scheme_version=2),
    ]
    assert rounds(fold(events), Stage.APPLICATION) == [[1, 3]]


def test_a_round_takes_its_version_from_the_first_event_that_tells_it() -> None:
    state = fold([an_event(1, 0), an_event(3, 1, scheme_version=1), an_event(1, 2, scheme_version=2)])
    assert [matter.version for matter in state.matters] == [1, 2]


def test_a_revised_scheme_takes_the_case_back_to_its_review() -> None:
    events = [
        *(an_event(1, 0), an_event(3, 1), an_event(11, 2)),
        *(an_event(status, 2 + status, stage=Stage.APPLICATION) for status in (1, 3, 13)),
    ]
    assert fold(events).ended
    state = fold([*events, an_event(1, 20)])
    assert (state.stage, state.status, state.ended) == (Stage.REVIEW, S.RECEIVED, False)


def test_a_case_is_over_when_its_acceptance_has_passed_and_not_before() -> None:
    events = [
        an_event(status, 10 * number + index, stage=stage)
        for number, stage in enumerate(Stage)
        for index, status in enumerate((1, 3, 11))
    ]
    assert [fold(events[:count]).ended for count in range(1, 13)] == [False] * 11 + [True]


def test_a_revoked_pass_ends_the_case() -> None:
    state = fold([an_event(1, 0), an_event(3, 1), an_event(11, 2), an_event(15, 3)])
    assert (state.ended, state.status) == (True, S.REVOKED)


def test_of_two_stages_opened_at_once_the_later_stage_counts() -> None:
    state = fold([an_event(1, 0, stage=Stage.APPLICATION), an_event(1, 0)])
    assert state.stage is Stage.APPLICATION
