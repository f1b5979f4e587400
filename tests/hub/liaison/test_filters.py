"""A filter stands in the address whole, so that going back loses nothing."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.liaison.filters import ME, Filter
from hub.people.refusals import Faulty
from models.colour import Colour
from models.stage import Stage
from tests.hub.liaison.office import CHEN, LI

codes = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.:@", max_size=20)
filters = st.builds(
    Filter,
    cause=codes,
    company=codes,
    stage=st.sampled_from(["", *Stage]),
    owner=codes,
    district=st.sampled_from(["", "511702"]),
    snoozed=st.sampled_from(["hide", "only", "all"]),
    state=st.sampled_from(["open", "closed", "all"]),
    delivery=st.sampled_from(["", "waiting", "attention"]),
    colour=st.sampled_from(["", *Colour]),
    search=st.text(max_size=60),
    sort=st.sampled_from(["oldest", "newest"]),
)


@given(filters)
def test_a_filter_comes_back_from_its_address_as_it_went(wanted: Filter) -> None:
    assert Filter.from_query(wanted.to_query()) == wanted
    assert Filter.exactly(wanted.as_params()) == wanted


def test_what_it_does_not_ask_for_is_left_out_of_the_address() -> None:
    assert Filter().to_query() == ""
    assert Filter(company="water-a", search="安置房 & 1=2").to_query() == (
        "company=water-a&search=%E5%AE%89%E7%BD%AE%E6%88%BF+%26+1%3D2"
    )


@given(st.dictionaries(st.sampled_from([*Filter.model_fields, "page"]), st.text(max_size=20)))
def test_an_address_that_somebody_has_typed_is_read_as_far_as_it_can_be(params: dict[str, str]) -> None:
    assert isinstance(Filter.from_query(urlencode(params)), Filter)


def test_whoever_acts_on_all_that_match_is_not_given_more_than_was_asked() -> None:
    assert Filter.from_params({"company": "water a", "state": "open"}) == Filter()
    with pytest.raises(Faulty, match="filter-wrong") as faulty:
        Filter.exactly({"company": "water a"})
    assert [fault.field for fault in faulty.value.faults] == ["company"]
    with pytest.raises(Faulty, match="filter-wrong"):
        Filter.exactly({"compnay": "water-a"})


def test_me_is_whoever_looks_and_nobody_sees_beyond_their_districts() -> None:
    assert Filter(owner=ME).selection(LI).owner == "li"
    assert Filter(owner=ME).selection(CHEN).areas == {"511703"}
