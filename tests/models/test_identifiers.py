"""Codes are refused for their form and doubted for their check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from models.identifiers import (
    AreaCode,
    CreditCode,
    ProjectCode,
    credit_check_character,
    project_check_digit,
    project_code_warnings,
)

PROJECT = TypeAdapter[str](ProjectCode)
CREDIT = TypeAdapter[str](CreditCode)
AREA = TypeAdapter[str](AreaCode)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def warned(code: str) -> list[str]:
    return [warning.id for warning in project_code_warnings(PROJECT.validate_python(code))]


def error_type(adapter: TypeAdapter[str], value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return caught.value.errors()[0]["type"]


def test_a_real_current_code_passes_without_a_warning() -> None:
    assert warned("2411-511703-04-01-249065") == []


def test_a_check_digit_that_does_not_fit_is_a_warning_that_names_the_right_one() -> None:
    (warning,) = project_code_warnings("2411-511703-04-01-249064")
    assert warning.id == "warning-project-code-check-digit"
    assert warning.params == {"value": "2411-511703-04-01-249064", "expected": "5"}


def test_an_old_form_code_is_kept_with_a_warning() -> None:
    assert warned("2016-511702-70-03-123456") == ["warning-project-code-old-form"]


def test_a_code_of_both_forms_counts_as_current_when_its_check_digit_fits() -> None:
    fits = "2011511702040112345" + project_check_digit("2011511702040112345")
    assert warned(f"{fits[:4]}-{fits[4:10]}-{fits[10:12]}-{fits[12:14]}-{fits[14:]}") == []


def test_a_code_of_both_forms_whose_check_digit_fails_is_told_to_be_either() -> None:
    right = int(project_check_digit("2011511702040112345"))
    code = f"2011-511702-04-01-12345{(right + 1) % 10}"
    (warning,) = project_code_warnings(code)
    assert warning.id == "warning-project-code-either-form"
    assert warning.params == {"value": code, "expected": str(right)}


def test_a_code_of_1911_can_only_be_one_of_november_2019() -> None:
    right = int(project_check_digit("1911511702040112345"))
    assert warned(f"1911-511702-04-01-12345{(right + 1) % 10}") == ["warning-project-code-check-digit"]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2413-511703-04-01-249065",  # no thirteenth month, and no year either
        "1820-511703-04-01-249065",
        "2411-51170-04-01-249065",
        "2411511703040124906",
        "2411-511703-04-01-249065\n",
        "２４１１-511703-04-01-249065",
        "2411-511703-04-01-2490651",
    ],
)
def test_another_form_of_project_code_is_refused(code: str) -> None:
    assert error_type(PROJECT, code) == "project-code-form"


@given(st.text("0123456789", min_size=19, max_size=19), st.integers(0, 18), st.integers(1, 9))
def test_the_project_check_digit_sees_every_single_wrong_digit(body: str, at: int, shift: int) -> None:
    wrong = body[:at] + str((int(body[at]) + shift) % 10) + body[at + 1 :]
    assert project_check_digit(wrong) != project_check_digit(body)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the example of GB 32100-2015
        "91511700MA62E1XH27",
        "N2511702MF0000001N",  # letter-led: a rural collective
    ],
)
def test_a_valid_credit_code_passes(code: str) -> None:
    assert CREDIT.validate_python(code) == code


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000100Y433", "91350100M000100i43", "9135O100M000100Y43"]
)
def test_another_length_or_a_letter_outside_the_alphabet_is_refused(code: str) -> None:
    assert error_type(CREDIT, code) == "credit-code-form"


def test_a_failing_check_character_is_refused_and_the_right_one_named() -> None:
    with pytest.raises(ValidationError) as caught:
        CREDIT.validate_python("91350100M000100Y44")
    (details,) = caught.value.errors()
    assert (details["type"], details["ctx"]["expected"]) == ("credit-code-check", "3")


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17))
def test_exactly_one_last_character_makes_a_credit_code_valid(body: str) -> None:
    valid = [char for char in CREDIT_ALPHABET if _passes(body + char)]
    assert valid == [credit_check_character(body)]


def _passes(code: str) -> bool:
    try:
        CREDIT.validate_python(code)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("code", ["511700", "511702", "511781", "511771"])
def test_districts_counties_and_zones_have_area_codes(code: str) -> None:
    assert AREA.validate_python(code) == code


@pytest.mark.parametrize("code", ["", "51170", "5117022", "001702", "51170a", "５１１７０２", "511702\n"])
def test_another_form_of_area_code_is_refused(code: str) -> None:
    assert error_type(AREA, code) == "area-code-form"
