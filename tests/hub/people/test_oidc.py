"""Sign-in by a provider: what of its word is believed, and whom it stands for."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.http import Wiring
from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.oidc import Oidc
from hub.people.refusals import Refused
from hub.people.roles import Role
from hub.people.sessions import SignedIn
from hub.people.settings import OidcSettings, PeopleSettings
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.people.folk import HERE, ROOT, acts, change, row
from tests.hub.people.provider import CLIENT, ISSUER, SECRET, FakeProvider

BACK = "https://desk.example.cn/oidc"


@pytest.fixture
def provider(clock: SettableClock) -> FakeProvider:
    return FakeProvider(int(clock.now.timestamp()))


def settings(**more: Any) -> OidcSettings:
    return OidcSettings(name="统一认证", issuer=ISSUER, client_id=CLIENT, **more)


@pytest.fixture
async def make(people: Store, provider: FakeProvider) -> AsyncIterator[Any]:
    made: list[Oidc] = []

    def one(**more: Any) -> Oidc:
        oidc = settings(**more)
        wiring = Wiring(transport=provider.transport)
        made.append(Oidc(PeopleSettings(oidc=oidc), oidc, people, secret=SECRET, wiring=wiring))
        return made[-1]

    with people.begin() as tx:
        accounts.create(tx, ROOT, NewAccount("sun", "孙伟", Role.VIEWER), PeopleSettings())
    yield one
    for each in made:
        await each.aclose()


async def through(oidc: Oidc, provider: FakeProvider, **claims: Any) -> SignedIn:
    """Somebody goes to the provider and comes back."""
    begun = await oidc.begin("/failures", BACK)
    answer = provider.visit(begun.url, **({"preferred_username": "sun"} | claims))
    signed_in, going_to = await oidc.finish(
        answer, kept_state=begun.state, redirect_uri=BACK, address=HERE, agent="Firefox"
    )
    assert going_to == "/failures"
    return signed_in


async def test_an_account_without_a_password_is_linked_by_its_login_the_first_time(
    make: Any, provider: FakeProvider, people: Store
) -> None:
    signed_in = await through(make(), provider)
    assert (signed_in.person.login, signed_in.awaits) == ("sun", None)
    assert row(people, "sun").subject == f"{ISSUER}|subject-1"
    again = await through(make(), provider, preferred_username="another-name-now")
    assert again.person.login == "sun"
    assert ("liandong", "account.linked") in acts(people)


async def test_an_account_with_a_password_is_never_taken_over_by_its_login(
    make: Any, provider: FakeProvider
) -> None:
    with pytest.raises(Refused, match="oidc-not-linked"):
        await through(make(), provider, preferred_username="li")


async def test_another_subject_of_the_same_login_is_refused(make: Any, provider: FakeProvider) -> None:
    await through(make(), provider)
    with pytest.raises(Refused, match="oidc-not-linked"):
        await through(make(), provider, sub="subject-2")


async def test_somebody_unknown_gets_an_account_only_where_the_configuration_says_so(
    make: Any, provider: FakeProvider
) -> None:
    roles = {"desk-officers": Role.OFFICER, "desk-admins": Role.ADMINISTRATOR}
    new = {"preferred_username": "new", "name": "新人", "groups": ["staff", "desk-officers"]}
    with pytest.raises(Refused, match="oidc-no-account"):
        await through(make(roles=roles), provider, **new)
    signed_in = await through(make(roles=roles, create=True), provider, **new)
    assert (signed_in.person.name, signed_in.person.role) == ("新人", Role.OFFICER)


async def test_the_role_follows_the_claim_and_the_greatest_counts(
    make: Any, provider: FakeProvider, people: Store
) -> None:
    oidc = make(roles={"a": Role.VIEWER, "b": Role.SUPERVISOR, "c": Role.OFFICER})
    signed_in = await through(oidc, provider, groups=["a", "b", "c"])
    assert signed_in.person.role is Role.SUPERVISOR
    assert (await through(oidc, provider, groups="c")).person.role is Role.OFFICER
    assert acts(people).count(("liandong", "account.claims")) == 2
    with pytest.raises(Refused, match="oidc-no-role"):
        await through(oidc, provider, groups=["nothing of ours"])


@pytest.mark.parametrize("said", [[], None, ["5117"], "", ["511702", "everywhere"]])
async def test_districts_that_are_none_do_not_open_the_whole_city(
    make: Any, provider: FakeProvider, said: Any
) -> None:
    oidc = make(area_claim="areas")
    assert (await through(oidc, provider, areas=["511702"])).person.areas == {"511702"}
    with pytest.raises(Refused, match="oidc-no-role"):
        await through(oidc, provider, areas=said)


@pytest.mark.parametrize(
    "says",
    [
        {"iss": "https://id.evil.example"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"nonce": "of-another-sign-in"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(
    make: Any, provider: FakeProvider, says: dict[str, Any]
) -> None:
    provider.says = says
    with pytest.raises(Refused, match="oidc-token-refused"):
        await through(make(), provider)


async def test_a_token_for_several_is_good_when_we_are_the_one_it_was_made_for(
    make: Any, provider: FakeProvider
) -> None:
    provider.says = {"aud": [CLIENT, "another-client"], "azp": CLIENT}
    assert (await through(make(), provider)).person.login == "sun"


async def test_a_key_changed_without_a_word_is_looked_up_once_more(make: Any, provider: FakeProvider) -> None:
    oidc = make()
    await through(oidc, provider)
    provider.rotate()
    await through(oidc, provider)
    assert provider.asked.count("/realms/city/keys") == 2


async def test_a_signature_by_a_key_it_does_not_publish_is_refused(make: Any, provider: FakeProvider) -> None:
    oidc = make()
    published = list(provider.published)
    provider.rotate()
    provider.published = published
    with pytest.raises(Refused, match="oidc-token-refused"):
        await through(oidc, provider)


async def test_another_browser_cannot_end_a_sign_in_and_nobody_ends_it_twice(
    make: Any, provider: FakeProvider
) -> None:
    oidc = make()
    begun = await oidc.begin("/", BACK)
    answer = provider.visit(begun.url, preferred_username="sun")
    finish = {"redirect_uri": BACK, "address": HERE}
    with pytest.raises(Refused, match="oidc-stale"):
        await oidc.finish(answer, kept_state="of another browser", **finish)
    await oidc.finish(answer, kept_state=begun.state, **finish)
    with pytest.raises(Refused, match="oidc-stale"):
        await oidc.finish(answer, kept_state=begun.state, **finish)


async def test_who_takes_too_long_begins_again(
    make: Any, provider: FakeProvider, clock: SettableClock
) -> None:
    oidc = make()
    begun = await oidc.begin("/", BACK)
    answer = provider.visit(begun.url)
    clock.advance(timedelta(minutes=11).total_seconds())
    with pytest.raises(Refused, match="oidc-stale"):
        await oidc.finish(answer, kept_state=begun.state, redirect_uri=BACK, address=HERE)


async def test_a_provider_that_says_no_or_does_not_answer_is_told_as_such(
    make: Any, provider: FakeProvider
) -> None:
    oidc = make()
    begun = await oidc.begin("/", BACK)
    declined = {"state": begun.state, "error": "access_denied"}
    with pytest.raises(Refused, match="oidc-declined"):
        await oidc.finish(declined, kept_state=begun.state, redirect_uri=BACK, address=HERE)
    provider.down = True
    with pytest.raises(Refused, match="oidc-unreachable"):
        await make().begin("/", BACK)


async def test_a_closed_account_is_not_let_in(
    make: Any, provider: FakeProvider, people: Store, clock: SettableClock
) -> None:
    await through(make(), provider)
    change(people, "sun", disabled_at=clock.now)
    with pytest.raises(Refused, match="oidc-account-closed"):
        await through(make(), provider)


async def test_a_document_that_names_another_issuer_is_not_believed(
    people: Store, provider: FakeProvider
) -> None:
    oidc = settings(roles={}).model_copy(update={"issuer": f"{ISSUER}/"})
    wrong = Oidc(PeopleSettings(), oidc, people, secret=SECRET, wiring=Wiring(transport=provider.transport))
    with pytest.raises(Refused, match="oidc-unreachable"):
        await wrong.begin("/", BACK)
    await wrong.aclose()
