"""Sentences whose ids stand in tables: each is written in both languages, with parameters that are given."""

import asyncssh
import pytest

from adapters.errors import CounterpartError
from adapters.protocols.batch.acknowledgements import REFUSED
from adapters.protocols.batch.troubles import judged
from models.messages import Message
from tests.house.catalogues import read_language
from tests.house.support import ROOT

TROUBLES: list[Exception] = [
    asyncssh.HostKeyNotVerifiable("other"),
    asyncssh.PermissionDenied("no"),
    PermissionError(),
    FileNotFoundError(),
    asyncssh.SFTPFailure("busy"),
    ConnectionResetError(),
]


def told(trouble: Exception, *, moving: bool) -> Message:
    with pytest.raises(CounterpartError) as raised, judged("某公司", moving=moving):
        raise trouble
    return raised.value.message


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_sentence_from_a_table_is_written_and_names_what_it_is_given(language: str) -> None:
    written = read_language(ROOT / "hub" / "locales" / language).variables
    spoken = {message: {"company", "parcel", "scheme", "words"} for message in REFUSED.values()}
    for trouble in TROUBLES:
        for moving in (False, True):
            message = told(trouble, moving=moving)
            spoken[message.id] = set(message.params)
    assert len(spoken) == 3 + 7
    assert {name for name, given in spoken.items() if not written.get(name, {""}) <= given} == set()
