"""Utility companies, and which of them serves a scheme.

A city has several water and gas companies by district, and three carriers: a scheme is routed to *every*
company of a kind that serves its area.
"""

from collections.abc import Iterable

from pydantic import Field

from models.base import Frozen
from models.identifiers import AreaCode, CompanyId
from models.scheme import Scheme
from models.stage import UtilityKind


class Company(Frozen):
    """A utility company: its name as people know it, its kind, and the areas it serves."""

    id: CompanyId
    name: str = Field(min_length=1, max_length=100)
    kind: UtilityKind
    districts: frozenset[AreaCode] = Field(min_length=1)
    credit_code: str | None = None
    """DWTYSHXYDM, which the province asks for with every event."""

    def serves(self, area_code: str) -> bool:
        """Whether this company's districts include the area."""
        return area_code in self.districts


def route(
    scheme: Scheme, companies: Iterable[Company]
) -> tuple[tuple[Company, ...], tuple[UtilityKind, ...]]:
    """The companies that a scheme goes to, and the kinds of demand that no company serves."""
    wanted = {demand.kind for demand in scheme.demands}
    chosen = tuple(
        company
        for company in companies
        if company.kind in wanted and company.serves(scheme.project.area_code)
    )
    unserved = wanted - {company.kind for company in chosen}
    return chosen, tuple(sorted(unserved))
