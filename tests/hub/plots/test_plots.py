"""Charts are well-formed, can be read aloud, carry no script, and say what they were given."""

from xml.etree import ElementTree

import pytest

from hub.plots import STYLE, TONES, Bar, Series, bars, columns, line, sparkline, stacked
from hub.plots.canvas import shortened, text_width, ticks

SVG = "{http://www.w3.org/2000/svg}"
DAYS = ["03-02", "03-03", "03-04"]
TWO = [Series("绿", [3, 4, None], tone="green"), Series("红", [0, 1, 2], tone="red")]
ALL = {
    "line": line("趋势", DAYS, TWO),
    "columns": columns("每日", DAYS, TWO),
    "stacked": stacked("各单位", ["供水", "供电", "供气"], TWO),
    "bars": bars("原因", [Bar("超时", 12), Bar("退回 <b>&", 3), Bar("无", None)]),
    "sparkline": sparkline("近况", [1, None, 3]),
}


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (made by ourselves)


@pytest.mark.parametrize("name", ALL)
def test_a_chart_is_an_image_with_a_title_and_a_description_of_its_values(name: str) -> None:
    root = parsed(ALL[name])
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert description.text
    assert "3" in description.text


@pytest.mark.parametrize("name", ALL)
def test_a_chart_holds_no_script_and_no_style_of_its_own(name: str) -> None:
    for element in parsed(ALL[name]).iter():
        assert element.tag != f"{SVG}script"
        assert element.tag != f"{SVG}style"
        assert not [each for each in element.attrib if each == "style" or each.startswith("on")]


def test_what_a_name_holds_is_shown_and_never_obeyed() -> None:
    shown = [each.text for each in parsed(ALL["bars"]).iter(f"{SVG}text")]
    assert "退回 <b>&" in shown


def test_every_tone_has_a_colour_on_light_and_on_dark_pages() -> None:
    for name, (light, dark) in TONES.items():
        assert f"--plot-{name}:{light}" in STYLE
        assert f"--plot-{name}:{dark}" in STYLE


def test_a_gap_in_the_values_is_a_gap_in_the_line() -> None:
    drawn = line("趋势", ["1", "2", "3", "4"], [Series("率", [1, None, 1, 1])])
    (path,) = parsed(drawn).iter(f"{SVG}path")
    assert str(path.get("d")).count("M") == 2


def test_columns_stand_on_one_another() -> None:
    blocks = [
        each for each in parsed(ALL["columns"]).iter(f"{SVG}rect") if (each[0].text or "").startswith("03-03")
    ]
    green, red = blocks
    foot = float(red.get("y", 0)) + float(red.get("height", 0))
    assert foot == pytest.approx(float(green.get("y", 0)), abs=0.11)


@pytest.mark.parametrize("make", [line, columns, stacked])
def test_nothing_to_show_is_still_a_chart(make: object) -> None:
    assert parsed(make("空", [], [])).get("role") == "img"  # type: ignore[operator]
    assert parsed(bars("空", [])).get("role") == "img"


@pytest.mark.parametrize(
    ("highest", "whole", "expected"),
    [
        (0, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (100, False, [0, 25, 50, 75, 100]),
        (0.9, False, [0, 0.25, 0.5, 0.75, 1.0]),
        (17, True, [0, 5, 10, 15, 20]),
    ],
)
def test_an_axis_goes_in_round_steps_past_the_highest_value(
    highest: float, whole: bool, expected: list[float]
) -> None:
    assert ticks(highest, whole=whole) == pytest.approx(expected)


def test_a_long_name_is_cut_to_the_room_it_has() -> None:
    cut = shortened("达州市自然资源和规划局通川区分局", 100)
    assert cut.endswith("…")
    assert text_width(cut) <= 100


def test_equal_charts_are_equal_texts() -> None:
    assert line("趋势", DAYS, TWO) == ALL["line"]
