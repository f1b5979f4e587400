"""Counterparts by the names people know them by."""

from collections.abc import Mapping
from typing import Final

from hub.settings import Settings
from models.messages import Message

_COUNTERPARTS: Final = ("company", "counterpart", "destination", "mirror", "source")
"""Parameters that may hold a counterpart's id, which the reader knows by its name."""


def names_of(settings: Settings) -> Mapping[str, str]:
    """Counterparts' names by id."""
    companies = {company.id: company.name for company in settings.companies}
    return companies | {authority.id: authority.name for authority in settings.authorities}


def named(message: Message, names: Mapping[str, str]) -> Message:
    """The message with counterparts by their names."""
    known = {
        name: names.get(str(value), value) if name in _COUNTERPARTS else value
        for name, value in message.params.items()
    }
    return message.model_copy(update={"params": known})
