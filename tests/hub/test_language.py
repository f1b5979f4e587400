"""A reference becomes a sentence in the reader's language, and never an exception."""

import logging
import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fluent.runtime import FluentBundle, FluentResource
from hypothesis import given
from hypothesis import strategies as st

from hub import language
from hub.language import Language, field_name, listing, moment, preferred, say, say_fault, term
from models.messages import FieldFault, Message

ZH, EN = Language.ZH_CN, Language.EN


def conflict(version: int | str) -> Message:
    return Message(id="scheme-conflict", params={"version": version})


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("zh-CN", ZH),
        ("zh_CN.UTF-8", ZH),
        ("zh", ZH),
        ("en", EN),
        ("EN-gb", EN),
        ("en.UTF-8", EN),
        ("", ZH),
    ],
)
def test_the_environment_chooses_the_language(asked: str, got: Language) -> None:
    assert preferred({"LIANDONG_LANGUAGE": asked}) is got


def test_chinese_is_the_language_when_none_is_chosen() -> None:
    assert preferred({}) is ZH


def test_the_commands_own_choice_comes_before_the_environments() -> None:
    assert preferred({"LIANDONG_LANGUAGE": "zh-CN"}, "en") is EN


def test_an_unknown_language_is_logged_and_chinese_is_spoken(caplog: pytest.LogCaptureFixture) -> None:
    assert preferred({"LIANDONG_LANGUAGE": "tlh"}) is ZH
    assert "tlh" in caplog.text


def test_a_sentence_is_said_in_either_language() -> None:
    assert "第 3 版" in say(conflict(3), ZH)
    assert "version 3" in say(conflict(3), EN)


def test_codes_are_named_in_the_readers_language() -> None:
    illegal = Message(id="update-illegal", params={"stage": "review", "status": 11, "previous": 1})
    assert "审查阶段在“接件”之后报来“办结通过”" in say(illegal, ZH)
    assert "In review, “concluded, passed” was reported after “received at window”" in say(illegal, EN)


def test_a_matter_not_yet_begun_has_a_name_too() -> None:
    illegal = Message(id="update-illegal", params={"stage": "hookup", "status": 11, "previous": 0})
    assert "尚未开始" in say(illegal, ZH)


@pytest.mark.parametrize("kinds", ["gas、power", "gas, power", "gas,power"])
def test_several_codes_are_named_one_by_one(kinds: str) -> None:
    unserved = Message(id="scheme-unserved", params={"kinds": kinds, "area": "511702"})
    assert "没有配置供气、供电单位" in say(unserved, ZH)
    assert "for gas, power in area 511702" in say(unserved, EN)


@pytest.mark.parametrize(("kind", "said"), [("water", "供水：先看水"), ("gas", "供气：先看其他")])
def test_a_catalogue_still_selects_by_the_code_itself(
    monkeypatch: pytest.MonkeyPatch, kind: str, said: str
) -> None:
    bundle = FluentBundle(["zh-CN"], use_isolating=False)
    choosing = "look = { $kind }：{ $kind ->\n    [water] 先看水\n   *[power] 先看其他\n}\n"
    bundle.add_resource(FluentResource(choosing + "kind-water = 供水\nkind-gas = 供气\n"))
    monkeypatch.setattr(language, "_bundle", lambda _: bundle)
    assert say(Message(id="look", params={"kind": kind}), ZH) == said


def test_a_very_long_parameter_is_cut_and_the_sentence_still_said() -> None:
    params: dict[str, str | int] = {"code": "Q7", "text": "待" * 9000, "count": 1, "file": "m.toml"}
    unmapped = Message(id="update-unmapped", params=params)
    assert "状态码 Q7（待待" in say(unmapped, ZH)
    assert len(say(unmapped, ZH)) < 2200


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    unserved = Message(id="scheme-unserved", params={"kinds": "heating", "area": "511702"})
    assert "heating" in say(unserved, ZH)


def test_an_instant_is_shown_in_the_time_of_the_city() -> None:
    early = Message(
        id="warning-opinion-due-early",
        params={"due": "2026-03-01T20:00:00Z", "pushed": "2026-03-02T09:30:00+08:00"},
    )
    assert "2026-03-02 04:00" in say(early, ZH)
    assert "2026-03-02 09:30" in say(early, EN)


def test_what_only_looks_like_an_instant_is_shown_as_it_is() -> None:
    early = Message(id="warning-opinion-due-early", params={"due": "2026-13-99T20:00:00Z", "pushed": ""})
    assert "2026-13-99T20:00:00Z" in say(early, ZH)


def test_a_moment_reads_the_same_in_both_languages() -> None:
    assert moment(datetime(2026, 12, 31, 16, 5, tzinfo=UTC)) == "2027-01-01 00:05"


def test_a_number_is_no_amount_unless_the_sentence_says_so() -> None:
    assert "第 2026 版" in say(conflict(2026), ZH)
    sizes = Message(
        id="document-size-mismatch", params={"name": "a.pdf", "declared": 1_073_741_824, "actual": 5}
    )
    assert "1,073,741,824 字节" in say(sizes, ZH)


def test_a_coordinate_keeps_its_decimals() -> None:
    fault = Message(
        id="invalid-site-out-of-range",
        params={"axis": "latitude", "value": 107.495312, "low": 3.0, "high": 54.0, "crs": "EPSG:4490"},
    )
    assert "纬度 107.495312 超出 EPSG:4490 在我国的范围（3 至 54）" in say(fault, ZH)


def test_an_unknown_reference_is_shown_whole_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert say(Message(id="never-written", params={"a": 1, "b": "二"}), ZH) == "«never-written a=1 b=二»"
    assert "never-written" in caplog.text


def test_a_sentence_short_of_a_parameter_is_still_said_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert "内容却不同的方案" in say(Message(id="scheme-conflict"), ZH)
    assert "version" in caplog.text


class Unfillable(FluentBundle):
    """A bundle whose formatting breaks down, as a fault in the library might make it."""

    def format_pattern(self, pattern: Any, args: Any = None) -> Any:
        raise RecursionError


def test_an_entry_that_cannot_be_filled_leaves_the_reference(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Unfillable(["en"])
    broken.add_resource(FluentResource("refused = They refused\n"))
    monkeypatch.setattr(language, "_bundle", lambda _: broken)
    assert say(Message(id="refused", params={"company": "w"}), EN) == "«refused company=w»"
    assert "refused" in caplog.text


@given(
    st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True),
    st.dictionaries(st.text(max_size=8), st.text(max_size=30) | st.integers() | st.floats(), max_size=4),
    st.sampled_from(Language),
)
def test_nothing_that_is_said_raises(
    id_: str, params: dict[str, str | int | float], chosen: Language
) -> None:
    logging.getLogger("hub.language").disabled = True
    try:
        assert say(Message(id=id_, params=params), chosen)
        assert say(Message(id="update-illegal", params=params), chosen)
    finally:
        logging.getLogger("hub.language").disabled = False


def test_a_fault_names_its_field_and_the_allowed_values() -> None:
    fault = FieldFault(
        field="demands.0.voltage_level",
        message=Message(id="invalid-enum", params={"value": "20kV"}),
        allowed=("220V", "380V"),
    )
    assert say_fault(fault, ZH) == "电压等级（第 1 项）：“20kV”不是可填的值。可填：220V、380V。"
    assert say_fault(fault, EN) == (
        "voltage level (no. 1): “20kV” is not one of the allowed values. Allowed: 220V, 380V."
    )


def test_a_fault_without_allowed_values_says_nothing_of_them() -> None:
    fault = FieldFault(field="project.code", message=Message(id="invalid-missing"))
    assert say_fault(fault, ZH) == "项目代码：必填，但没有给出。"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("project.code", "项目代码"),
        ("project.developer.credit_code", "建设单位统一社会信用代码"),
        ("credit_code", "统一社会信用代码"),
        ("site.geometry.coordinates.1", "坐标（第 2 项）"),
        ("documents.2.name", "附件名称（第 3 项）"),
        ("-", "整份内容"),
        ("用水量（m³/d）", "用水量（m³/d）"),
        ("something.else", "something.else"),
        ("", ""),
        ("0", "0"),
    ],
)
def test_a_field_has_the_name_people_know(path: str, name: str) -> None:
    assert field_name(path, ZH) == name


def test_a_term_takes_the_codes_own_spelling() -> None:
    assert term("opinion-agree_with_conditions", ZH) == "有条件同意"
    assert term("role-site_plan", EN) == "site plan"


def test_an_unknown_term_is_shown_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert term("status-99", ZH) == "«status-99»"
    assert "status-99" in caplog.text


def test_values_are_listed_as_the_language_does_it() -> None:
    assert (listing(("甲", "乙"), ZH), listing(("a", "b"), EN), listing((), EN)) == ("甲、乙", "a, b", "")


def test_a_day_in_a_parameter_is_left_as_it_is() -> None:
    day = date(2026, 3, 2)
    params = {"start": str(day), "finish": str(day - timedelta(days=1))}
    assert "2026-03-02 不早于" in say(Message(id="invalid-project-dates", params=params), ZH)


def test_a_number_that_is_not_finite_can_be_said() -> None:
    fault = Message(id="invalid-less-than-equal", params={"value": math.inf, "le": 5})
    assert "inf" in say(fault, ZH)
