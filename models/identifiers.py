"""Project code, unified social credit code and area code, with the checks their standards define.

A code whose *form* is wrong is refused. A code that is merely doubtful (an old-form project code, a check
digit that does not fit) is kept and carries a warning, because real projects hold such codes.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from models.messages import Message

# [0-9], not \d: that would let in the full-width digits of an input method, which no other system takes.
_TAIL: Final = "-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}"
_CURRENT_PROJECT_CODE: Final = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])" + _TAIL)
_OLD_PROJECT_CODE: Final = re.compile(r"(19[5-9]|20[0-9])[0-9]" + _TAIL)
_AREA_CODE: Final = re.compile(r"(?!00)[0-9]{6}")
_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def project_check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 check digit of `digits` (the first 19 of a current project code)."""
    carry = 10
    for digit in digits:
        total = (carry + int(digit)) % 10 or 10
        carry = total * 2 % 11
    return str((11 - carry) % 10)


def credit_check_character(body: str) -> str:
    """Check character of a unified social credit code (GB 32100-2015), from its first 17 characters.

    Raises `ValueError` when `body` has another length or a character outside the standard's alphabet.
    """
    total = sum(
        _CREDIT_ALPHABET.index(char) * weight for char, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def _project_code(value: str) -> str:
    if _CURRENT_PROJECT_CODE.fullmatch(value) or _OLD_PROJECT_CODE.fullmatch(value):
        return value
    raise PydanticCustomError(
        "project-code-form", "not a project code", {"value": value, "form": "YYMM-AAAAAA-NN-NN-DDDDDC"}
    )


def project_code_warnings(code: str) -> tuple[Message, ...]:
    """Doubts about a well-formed project code: old form, or a check digit that does not fit.

    A code such as 2011-511702-… has both forms: a current one of November 2020, or an old one of the year
    2011. A fitting check digit decides for the current form; without one nobody can tell, and the warning
    says so.
    """
    digits = code.replace("-", "")
    old = _OLD_PROJECT_CODE.fullmatch(code) is not None
    if _CURRENT_PROJECT_CODE.fullmatch(code) is None:
        return (Message(id="warning-project-code-old-form", params={"value": code}),)
    expected = project_check_digit(digits[:19])
    if expected == digits[19]:
        return ()
    params = {"value": code, "expected": expected}
    if old:
        return (Message(id="warning-project-code-either-form", params=params),)
    return (Message(id="warning-project-code-check-digit", params=params),)


def _credit_code(value: str) -> str:
    if len(value) != 18 or any(char not in _CREDIT_ALPHABET for char in value):
        raise PydanticCustomError(
            "credit-code-form", "not a credit code", {"value": value, "alphabet": _CREDIT_ALPHABET}
        )
    expected = credit_check_character(value[:17])
    if value[17] != expected:
        raise PydanticCustomError(
            "credit-code-check", "check character differs", {"value": value, "expected": expected}
        )
    return value


def _area_code(value: str) -> str:
    if _AREA_CODE.fullmatch(value) is None:
        raise PydanticCustomError("area-code-form", "not an area code", {"value": value})
    return value


ProjectCode = Annotated[str, AfterValidator(_project_code)]
"""投资项目统一代码: `YYMM-AAAAAA-NN-NN-DDDDDC`, or the old form `YYYY-AAAAAA-NN-NN-NNNNNN`."""

CreditCode = Annotated[str, AfterValidator(_credit_code)]
"""统一社会信用代码 (GB 32100-2015): 18 characters, the last a check character."""

AreaCode = Annotated[str, AfterValidator(_area_code)]
"""行政区划代码 (GB/T 2260), six digits; development zones may use pseudo-codes of the same form."""

SchemeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""The joint review's own number for a design scheme (方案编号); the same for all versions of it."""

CompanyId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
"""A utility company or mirror as the configuration names it."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Lower-case hexadecimal SHA-256 of a document's bytes."""
