"""Sentences whose ids stand in the table of codes: each has its words, in both languages, with what it is given."""

import pytest

from adapters.protocols.iec61968.answers import CODES
from tests.house.catalogues import read_language
from tests.house.support import ROOT


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_code_has_a_sentence_that_names_what_it_is_given(language: str) -> None:
    written = read_language(ROOT / "hub" / "locales" / language).variables
    given = {"company", "code", "words"}
    assert {
        message: written.get(message)
        for _, message in CODES.values()
        if not written.get(message, {"nothing"}) <= given
    } == {}
