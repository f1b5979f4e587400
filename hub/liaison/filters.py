"""What a list of failures is narrowed to. All of it stands in the address, so that going back loses nothing."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl, urlencode

from pydantic import Field, ValidationError

from hub.people.person import Person
from hub.people.refusals import Faulty
from hub.store.desk_lists import NOBODY, Selection
from models.base import Frozen
from models.colour import Colour
from models.messages import Message
from models.problems import faults_of
from models.stage import Stage

ME: Final = "me"
"""As an owner: whoever is looking."""

_Text = Annotated[str, Field(max_length=200)]
_Code = Annotated[str, Field(max_length=64, pattern=r"^[\w.:@-]*$")]


class Filter(Frozen):
    """A filter of the failures. Empty texts ask for nothing.

    `cause` is a message id, `company` a counterpart's id, `owner` a login, `-` for nobody's or `me`; `delivery` the
    state of what is to be sent; `search` is looked for in project name and code, scheme, case, and the company's own
    number.
    """

    cause: _Code = ""
    kind: _Code = ""
    company: _Code = ""
    stage: Stage | Literal[""] = ""
    owner: _Code = ""
    district: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    snoozed: Literal["hide", "only", "all"] = "hide"
    state: Literal["open", "closed", "all"] = "open"
    delivery: Literal["", "waiting", "sending", "attention", "delivered", "superseded", "discarded"] = ""
    colour: Colour | Literal[""] = ""
    search: _Text = ""
    sort: Literal["oldest", "newest"] = "oldest"

    def to_query(self) -> str:
        """The filter as a query string; what it does not ask for is left out. `from_query` reads it back."""
        return urlencode(self.as_params())

    def as_params(self) -> dict[str, str]:
        """What the filter asks for, by name."""
        given = self.model_dump(mode="json", exclude_defaults=True)
        return {name: str(value) for name, value in given.items()}

    @classmethod
    def from_query(cls, query: str) -> "Filter":
        """The filter of a query string. What it does not know, or cannot be, is passed over."""
        return cls.from_params(dict(parse_qsl(query.lstrip("?"), keep_blank_values=False)))

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "Filter":
        """The filter of a query's parameters. What it does not know, or cannot be, is passed over."""
        given: dict[str, Any] = {name: value for name, value in params.items() if name in cls.model_fields}
        try:
            return cls(**given)
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors(include_url=False, include_input=False)}
            return cls(**{name: value for name, value in given.items() if name not in wrong})

    @classmethod
    def exactly(cls, params: Mapping[str, str]) -> "Filter":
        """The filter of a query's parameters, for whatever acts on all that fulfil it.

        Raises `Faulty` for what it does not know or cannot be: passed over, it would let through more than was asked.
        """
        try:
            return cls(**{name: value for name, value in params.items() if value})  # type: ignore[arg-type]
        except ValidationError as error:
            raise Faulty(Message(id="filter-wrong"), faults_of(error)) from None

    def narrowed(self, **changes: Any) -> "Filter":
        """This filter with other values in some places."""
        return self.model_copy(update=changes)

    def selection(self, person: Person) -> Selection:
        """What it selects for a person: never anything of districts that are not theirs."""
        return Selection(
            state=self.state,
            snoozed=self.snoozed,
            cause=self.cause or None,
            kind=self.kind or None,
            destination=self.company or None,
            stage=self.stage.value if isinstance(self.stage, Stage) else None,
            owner=(person.login if self.owner == ME else self.owner) or None,
            district=self.district or None,
            delivery=self.delivery or None,
            colour=self.colour.value if isinstance(self.colour, Colour) else None,
            search=self.search or None,
            areas=person.areas,
        )


__all__ = ["ME", "NOBODY", "Filter"]
