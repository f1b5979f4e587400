"""What the stand-ins are asked to play: how many projects, and what is wrong with some of them."""

from collections import Counter
from typing import Any, Final

LEAST_PROJECTS: Final = 1
MOST_PROJECTS: Final = 5000

_CHANGES: Final = ("revised", "withdrawn")
_TROUBLES: Final = (
    "unserved",
    "refused_rows",
    "refused_schemes",
    "wrong_digests",
    "revised",
    "withdrawn",
    "wrong_types",
    "old_form_codes",
    "failing_check_digits",
    "old_form_codes",
    "revised",
    "withdrawn",
    "revised",
)
"""The deliberate failures and changes of a run, the most telling first; each is one project's."""


def sandbox_config(projects: int, seed: int) -> dict[str, Any]:
    """The sandbox's configuration. At most half of the projects carry something, however few there are.

    Its stand-ins are the province, two water and two gas companies in districts of their own, a power and a telecom
    company for all four districts; one project lies in a district that nobody serves.
    """
    chosen = Counter(_TROUBLES[: projects // 2])
    failures = {name: chosen[name] for name in sorted(set(_TROUBLES) - set(_CHANGES))}
    changes = {name: chosen[name] for name in _CHANGES}
    return {"seed": seed, "projects": projects, "failures": failures, **changes}
