"""The adapter of a company without a system: a scheme is on its list, and nothing is sent anywhere."""

import pytest
from pydantic import ValidationError

from adapters.contract import capabilities
from adapters.errors import RejectedError
from adapters.http import Wiring
from adapters.manual.adapter import ManualAdapter
from adapters.registry import AdapterSetupError, connect_utility
from models.company import Company
from models.scheme import Withdrawal
from models.stage import UtilityKind
from tests.models.builders import POWER, WATER, a_scheme

COMPANY = Company(
    id="water-xq", name="宣汉供水有限公司", kind=UtilityKind.WATER, districts=frozenset({"511722"})
)


@pytest.fixture
def adapter() -> ManualAdapter:
    return ManualAdapter.connect(COMPANY, {}, Wiring())


async def test_a_scheme_handed_over_twice_has_one_reference(adapter: ManualAdapter) -> None:
    scheme = a_scheme(demands=[WATER])
    first = await adapter.push_scheme(scheme, key="k")
    assert first == await adapter.push_scheme(scheme, key="k")
    assert first.remote_ref == scheme.scheme_id
    assert adapter.idempotent


async def test_a_newer_version_stands_under_the_same_reference(adapter: ManualAdapter) -> None:
    first = await adapter.push_scheme(a_scheme(demands=[WATER]), key="k1")
    newer = await adapter.push_scheme(a_scheme(demands=[WATER], version=2), key="k2")
    assert first == newer


async def test_a_scheme_that_asks_nothing_of_the_company_is_refused(adapter: ManualAdapter) -> None:
    with pytest.raises(RejectedError) as refused:
        await adapter.push_scheme(a_scheme(demands=[POWER]), key="k")
    assert [fault.field for fault in refused.value.faults] == ["demands"]


async def test_a_withdrawal_keeps_the_reference(adapter: ManualAdapter) -> None:
    scheme = a_scheme(demands=[WATER])
    withdrawal = Withdrawal(scheme_id=scheme.scheme_id, withdrawn_at=scheme.pushed_at)
    taken = await adapter.withdraw_scheme(withdrawal, scheme.scheme_id, key="w")
    assert taken.remote_ref == scheme.scheme_id


async def test_it_carries_no_files_and_is_asked_for_nothing(adapter: ManualAdapter) -> None:
    assert capabilities(adapter) == {"withdraw_scheme"}
    await adapter.ping()


def test_it_has_no_address() -> None:
    with pytest.raises(AdapterSetupError) as unfit:
        connect_utility("manual", COMPANY, {"base_url": "https://x.example"})
    assert [fault.field for fault in unfit.value.faults] == ["base_url"]
    with pytest.raises(ValidationError):
        ManualAdapter.connect(COMPANY, {"folder": 3}, Wiring())
