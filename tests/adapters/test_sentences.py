"""Sentences whose ids are put together from tables: each has its words, with parameters that are given."""

from collections.abc import Iterable

import pytest

from adapters.http.failures import STATUS_MESSAGES
from adapters.protocols.gateway.problems import FAULTS, REFUSALS
from adapters.provincial.answers import REASONS
from adapters.provincial.client import CODES
from adapters.supervision.wire import REASONS as SUPERVISION_REASONS
from tests.house.catalogues import read_language
from tests.house.support import ROOT


def _kebab(codes: Iterable[str]) -> list[str]:
    return [code.lower().replace("_", "-") for code in (*codes, "other")]


GIVEN = {
    ("company", "status"): [*STATUS_MESSAGES.values(), "counterpart-throttles", "counterpart-busy"],
    ("company", "words"): [*REFUSALS.values()],
    ("words",): [f"gateway-fault-{code}" for code in _kebab(FAULTS)],
    ("company", "code", "words"): [message for _, message in CODES.values()],
    ("column", "words"): [
        *(f"province-fault-{code}" for code in _kebab(REASONS)),
        *(f"supervision-fault-{code}" for code in _kebab(SUPERVISION_REASONS)),
    ],
    ("company", "kind"): ["gateway-no-demand", "gateway-no-opinion-due"],
}
SPOKEN = {message: set(given) for given, messages in GIVEN.items() for message in messages}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_sentence_from_a_table_is_written_and_names_what_it_is_given(language: str) -> None:
    written = read_language(ROOT / "hub" / "locales" / language).variables
    assert {
        name: written.get(name) for name, given in SPOKEN.items() if not written.get(name, {""}) <= given
    } == {}
