"""Credit codes and project codes: made, and checked."""

from random import Random

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_check(body: str) -> str:
    """Check character of a unified social credit code's first 17 characters (GB 32100-2015)."""
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def credit_code(rng: Random, area: str) -> str:
    """A valid unified social credit code (统一社会信用代码) of an enterprise registered in the area."""
    body = "91" + area + "MA6" + "".join(rng.choices(_CREDIT_ALPHABET, k=6))
    return body + credit_check(body)


def credit_code_fits(code: object) -> bool:
    """Whether it is 18 characters of the alphabet and its check character is right."""
    if not isinstance(code, str) or len(code) != 18 or any(c not in _CREDIT_ALPHABET for c in code):
        return False
    return credit_check(code[:17]) == code[17]


def project_check(digits: str) -> str:
    """Check digit after 19 digits of a project code (ISO 7064 MOD 11,10)."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def project_code(rng: Random, area: str, form: str = "current") -> str:
    """A project code (投资项目统一代码); `form` is `current`, `old` or `failing` (a wrong check digit)."""
    if form == "old":
        return f"{rng.randint(2016, 2019)}-{area}-47-{rng.randint(1, 3):02}-{rng.randint(1, 999999):06}"
    month = f"{rng.randint(24, 25)}{rng.randint(1, 12):02}"
    serial = f"{rng.randint(1, 99999):05}"
    check = project_check(f"{month}{area}0401{serial}")
    if form == "failing":
        check = str((int(check) + rng.randint(1, 9)) % 10)
    return f"{month}-{area}-04-01-{serial}{check}"
