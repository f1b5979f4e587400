"""Who acts: a person with a role and the districts they look after. Every function of the desk asks for one."""

from dataclasses import dataclass
from typing import Final

from hub.people.refusals import Denied
from hub.people.roles import PERMISSIONS, Action, Role
from models.messages import Message


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person. `areas` are the area codes of their districts; with none, the whole city is theirs.

    `id` is `None` for whoever types commands on the machine itself.
    """

    id: int | None
    login: str
    name: str
    role: Role
    areas: frozenset[str] = frozenset()

    @property
    def is_scoped(self) -> bool:
        """Whether they look after certain districts only."""
        return bool(self.areas)

    def sees(self, area_code: str | None) -> bool:
        """Whether something of this district (`None`: of no district) is theirs to see and to act on."""
        return not self.areas or area_code in self.areas


def operator(name: str) -> Person:
    """Whoever types commands on the hub's own machine: nothing is barred to them, everything is audited."""
    return Person(None, name, name, Role.ADMINISTRATOR)


LIANDONG: Final = operator("liandong")
"""The hub itself."""


def may(person: Person, action: Action) -> bool:
    """Whether the person's role has this permission."""
    return action in PERMISSIONS[person.role]


def check(person: Person, action: Action) -> None:
    """Raise `Denied` unless the person's role may do this at all."""
    if not may(person, action):
        raise Denied(Message(id="person-may-not", params={"action": action.value, "role": person.role.value}))


def check_in(person: Person, action: Action, area_code: str | None) -> None:
    """`check`, and raise `Denied` unless the district is theirs. `None` is what concerns the whole city."""
    check(person, action)
    if not person.sees(area_code):
        raise Denied(Message(id="person-other-district", params={"area": area_code or "–"}))
