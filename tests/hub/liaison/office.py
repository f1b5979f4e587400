"""A desk to try things at: people, schemes that a company refuses, and what the desk shows of them."""

from collections.abc import Sequence
from typing import Any

from adapters.errors import RejectedError
from hub.liaison import listing
from hub.liaison.filters import Filter
from hub.liaison.names import names_of
from hub.people.person import Person
from hub.people.roles import Role
from hub.settings import AuthoritySettings, CompanySettings, Settings
from hub.store import accounts, audit, outbox
from hub.store.desk import Item
from hub.store.engine import Store
from hub.store.outbox import State
from models.messages import FieldFault, Message
from models.scheme import Scheme
from tests.hub.fakes import World
from tests.models.builders import WATER, a_scheme, project_body

PIPE = FieldFault(
    field="demands.0.pipe_dn_mm",
    message=Message(id="gateway-fault-not-allowed", params={"words": "不铺此管径"}),
    allowed=("100", "150"),
)
NO = RejectedError(
    Message(id="gateway-scheme-refused", params={"company": "water-a", "words": "管径"}), faults=(PIPE,)
)

SETTINGS = Settings.model_construct(
    companies=(
        CompanySettings(
            id="water-a",
            name="通川供水",
            kind="water",
            districts=("511702",),
            adapter="fake",
            credit_code=None,
        ),
    ),
    authorities=(
        AuthoritySettings(id="province", name="省系统", roles=frozenset({"mirror"}), adapter="fake-mirror"),
    ),
)
NAMES = names_of(SETTINGS)

LI = Person(None, "li", "李明", Role.OFFICER)
WANG = Person(None, "wang", "王芳", Role.SUPERVISOR)
ZHAO = Person(None, "zhao", "赵强", Role.VIEWER)
CHEN = Person(None, "chen", "陈静", Role.OFFICER, frozenset({"511703"}))
"""An officer of another district."""
AUDITOR = Person(None, "sun", "孙伟", Role.AUDITOR)
EVERYBODY = (LI, WANG, ZHAO, CHEN, AUDITOR)


def employ(store: Store, people: Sequence[Person] = EVERYBODY) -> None:
    """Give everybody an account."""
    with store.begin() as tx:
        for person in people:
            values = {
                "login": person.login,
                "name": person.name,
                "role": person.role.value,
                "areas": sorted(person.areas),
            }
            accounts.add(tx, values)


def scheme(number: str = "7", **changes: Any) -> Scheme:
    project = project_body(engineering_code=f"51170220260302000{number}", name=f"{number} 号安置房")
    return a_scheme(
        **({"scheme_id": f"FA-{number}", "project": project, "demands": [WATER], "documents": []} | changes)
    )


def refuse(city: World) -> None:
    def no(key: str) -> None:
        raise NO

    city.water.before = no


def relent(city: World) -> None:
    city.water.before = lambda key: None


async def refused(city: World, *numbers: str) -> list[int]:
    """Push schemes that the company refuses; the ids of the open items, the oldest first."""
    refuse(city)
    for number in numbers:
        city.take(scheme(number))
        await city.pump()  # one by one: side by side they would be refused in any order
    relent(city)
    return [item.id for item in items(city)]


def items(city: World, person: Person = LI, **filters: Any) -> list[Item]:
    with city.store.read() as tx:
        page = listing.page(tx, person, Filter(**filters), size=1000)
    return [line.item for line in page.lines]


def state_of(city: World, key: str) -> State:
    with city.store.read() as tx:
        row = outbox.by_key(tx, key)
    assert row is not None
    return row.state


def trail(city: World) -> list[tuple[str, str]]:
    with city.store.read() as tx:
        assert audit.verify(tx) is None
        return [(record.actor, record.action) for record in audit.records(tx, limit=1000)]
