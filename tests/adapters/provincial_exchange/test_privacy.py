"""No name, no telephone number and no password leaves the adapter but to the database."""

import json
import logging
from typing import Any

import pytest
from pydantic import ValidationError

from adapters.contract import Authority
from adapters.errors import CounterpartError
from adapters.http import Wiring, recording
from adapters.provincial.exchange.mirror import ProvinceExchange
from models.problems import faults_of
from tests.adapters.province import NAME
from tests.adapters.provincial_exchange.support import MAPPING, MATTER, Side, adapter_for, happening, matter

PERSONAL = ("欧阳建国", "13800000000", "陈志强")


async def test_the_record_of_a_batch_shows_table_keys_count_and_masked_rows(
    side: Side, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), recording() as exchanges:
        await side.adapter.record([matter(), matter("dz-c-2", matter="M-2")])
        await side.adapter.record([happening()])
        await side.adapter.find("matter", ["dz-c-1"])
    written, event, asked = exchanges
    body = json.loads(written.request_body or "")
    assert (written.method, body["table"], body["count"]) == ("INSERT", MATTER, 2)
    assert body["keys"] == ["dz-c-1", "dz-c-2"]
    assert (body["rows"][0]["LXR"], body["rows"][0]["LXRSJH"]) == ("***", "***")
    assert body["rows"][0]["SPBMMC"] == "通川区供水有限公司"
    assert [each["state"] for each in json.loads(written.response_body or "")["rows"]] == ["pending"] * 2
    assert (asked.method, asked.error) == ("SELECT", None)
    assert written.url.endswith(f"#{MATTER}")
    seen = caplog.text + "".join(each.model_dump_json() for each in exchanges)
    assert event.request_body is not None
    for each in (*PERSONAL, "geheim-qzk", "city@", "root@", "postgres@"):
        assert each not in seen


async def test_a_reason_that_names_a_person_is_told_without_the_name(side: Side) -> None:
    await side.adapter.record([matter()])
    quote = side.owner.dialect.identifier_preparer.quote
    side.execute(
        f"UPDATE {quote(MATTER)} SET {quote('SJSCZT')} = 2, "
        f"{quote('SBYY')} = 'LXR 欧阳建国 未实名，电话 13800000000 停机'"
    )
    (refused,) = await side.adapter.find("matter", ["dz-c-1"])
    told = refused.model_dump_json()
    assert "未实名" in told
    assert "contact_name" in told
    for each in PERSONAL:
        assert each not in told


async def test_what_the_database_says_of_a_row_is_told_without_the_name(
    side: Side, caplog: pytest.LogCaptureFixture
) -> None:
    quote = side.owner.dialect.identifier_preparer.quote
    if side.owner.dialect.name == "sqlite":
        side.execute(
            f"CREATE TRIGGER short BEFORE INSERT ON {MATTER} WHEN length(NEW.LXR) > 9 "
            "BEGIN SELECT RAISE(ABORT, 'LXR is too long'); END"
        )
    else:
        side.execute(f"ALTER TABLE {quote(MATTER)} ADD CONSTRAINT short CHECK (LENGTH({quote('LXR')}) < 9)")
    # Longer than what PostgreSQL shows of a value: the piece that it shows is not the value.
    with caplog.at_level(logging.DEBUG), recording() as exchanges:
        (refused,) = await side.adapter.record([matter(contact_name="欧阳建国" * 12)])
    assert (refused.taken, refused.pending) == (False, False)
    assert "欧阳建国" not in (
        caplog.text + refused.model_dump_json() + "".join(each.model_dump_json() for each in exchanges)
    )


async def test_an_exchange_that_fails_is_recorded_without_the_password(sqlite_exchange: str) -> None:
    adapter = adapter_for("mysql://city@127.0.0.1:1/exchange", password="geheim-qzk")
    with recording() as exchanges, pytest.raises(CounterpartError) as caught:
        await adapter.record([matter()])
    await adapter.aclose()
    (exchange,) = exchanges
    assert (exchange.error, exchange.response_body) == ("TransientError", None)
    assert "geheim-qzk" not in exchange.model_dump_json() + str(caught.value)


@pytest.mark.parametrize(
    ("settings", "field", "message"),
    [
        ({"url": "mysql://city:geheim@h/db"}, "url", "invalid-database-address-secret"),
        ({"url": "mysql://city@h/db?password=geheim"}, "url", "invalid-database-address-secret"),
        ({"url": "oracle://city@h/db"}, "url", "invalid-database-address-kind"),
        ({"url": "mysql://city@h"}, "url", "invalid-database-address-kind"),
        ({"url": "nowhere"}, "url", "invalid-database-address-form"),
        ({"gate": "open"}, "gate", "invalid-literal-error"),
        ({"notify_url": "ftp://h/x"}, "notify_url", "invalid-base-address-form"),
        ({"pasword": "x"}, "pasword", "invalid-extra-forbidden"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_quoted(
    settings: dict[str, Any], field: str, message: str
) -> None:
    whole = {**MAPPING, "url": "mysql://city@h/db", **settings}
    with pytest.raises(ValidationError) as caught:
        ProvinceExchange.connect(Authority(id="province-db", name=NAME), whole, Wiring())
    (fault,) = faults_of(caught.value)
    assert (fault.field, fault.message.id) == (field, message)
    assert "geheim" not in str(caught.value) + fault.model_dump_json()
