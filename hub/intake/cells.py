"""Cells that hold one of a few words, turned into what the model takes.

A cell that cannot be turned is handed on as it is: the model then refuses it and says why.
"""

from enum import StrEnum

from adapters.cells import narrow
from hub.language import Language, has_term, term


class Choice:
    """A value out of a few, written as its code or by its name in either language."""

    def __init__(self, values: type[StrEnum], prefix: str | None = None) -> None:
        self._values = values
        self._prefix = prefix

    def __call__(self, cell: str) -> object:
        """The code, or the cell as it is when it names none."""
        asked = narrow(cell).casefold()
        for value in self._values:
            if asked in {name.casefold() for name in (value.value, *self._names(value))}:
                return value.value
        return cell

    def allowed(self, language: Language) -> tuple[str, ...]:
        """What may be written, in the language of the heading."""
        return tuple(self._names(value, language)[0] for value in self._values)

    def _names(self, value: StrEnum, *languages: Language) -> list[str]:
        id_ = f"{self._prefix}-{value}"
        spoken = languages or tuple(Language)
        return [term(id_, each) if has_term(id_, each) else value.value for each in spoken]


class Answer:
    """Yes or no, in either language."""

    def __call__(self, cell: str) -> object:
        """`True`, `False`, or the cell as it is."""
        asked = narrow(cell).casefold()
        for id_, answer in (("answer-yes", True), ("answer-no", False)):
            if asked in {term(id_, language) for language in Language}:
                return answer
        return asked

    def allowed(self, language: Language) -> tuple[str, ...]:
        """What may be written, in the language of the heading."""
        return term("answer-yes", language), term("answer-no", language)
