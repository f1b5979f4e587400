"""Sentences whose ids are put together from tables: each has its words, with parameters that are given."""

import pytest

from adapters.http.failures import _STATUS_MESSAGES
from adapters.protocols.gateway.problems import FAULTS, REFUSALS
from adapters.provincial.answers import REASONS
from adapters.provincial.client import CODES
from tests.house.catalogues import read_language
from tests.house.support import ROOT

SPOKEN = {
    **dict.fromkeys(_STATUS_MESSAGES.values(), {"company", "status"}),
    **dict.fromkeys(["counterpart-throttles", "counterpart-busy"], {"company", "status"}),
    **dict.fromkeys(REFUSALS.values(), {"company", "words"}),
    **{f"gateway-fault-{code.replace('_', '-')}": {"words"} for code in (*FAULTS, "other")},
    **{message: {"company", "code", "words"} for _, message in CODES.values()},
    **{
        f"province-fault-{code.lower().replace('_', '-')}": {"column", "words"}
        for code in (*REASONS, "other")
    },
    **dict.fromkeys(["gateway-no-demand", "gateway-no-opinion-due"], {"company", "kind"}),
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_sentence_from_a_table_is_written_and_names_what_it_is_given(language: str) -> None:
    written = read_language(ROOT / "hub" / "locales" / language).variables
    assert {
        name: written.get(name) for name, given in SPOKEN.items() if not written.get(name, {""}) <= given
    } == {}
