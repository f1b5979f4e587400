"""Where a project lies: geometry in a named coordinate reference system, axes in that system's own order."""

from enum import StrEnum
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from models.base import Frozen

Position = tuple[float, float]


class Crs(StrEnum):
    """CGCS2000 as geographic degrees, or projected in the 3-degree zone around 108°E."""

    CGCS2000_DEGREES = "EPSG:4490"
    CGCS2000_GK_108E = "EPSG:4545"


class Axes(NamedTuple):
    """Names, and the range within China, of the first and the second coordinate, in degrees or metres."""

    first: str
    second: str
    first_range: tuple[float, float]
    second_range: tuple[float, float]


AXES: Final = {
    Crs.CGCS2000_DEGREES: Axes("latitude", "longitude", (3.0, 54.0), (73.0, 136.0)),
    Crs.CGCS2000_GK_108E: Axes("northing", "easting", (2_000_000.0, 6_000_000.0), (300_000.0, 700_000.0)),
}
"""Axis order as the EPSG register defines it: latitude or northing comes first in both."""


class Point(Frozen):
    """One position."""

    type: Literal["Point"] = "Point"
    coordinates: Position


class Polygon(Frozen):
    """A site boundary: one closed ring, first position repeated at the end."""

    type: Literal["Polygon"] = "Polygon"
    coordinates: Annotated[tuple[Position, ...], Field(min_length=4)]

    @model_validator(mode="after")
    def _closed(self) -> "Polygon":
        if self.coordinates[0] != self.coordinates[-1]:
            raise PydanticCustomError("site-ring-open", "the ring is not closed")
        return self


class Site(Frozen):
    """Geometry and the name of its CRS. Coordinates outside the CRS's range in China are refused."""

    crs: Crs
    geometry: Annotated[Point | Polygon, Field(discriminator="type")]

    @property
    def positions(self) -> tuple[Position, ...]:
        """All positions of the geometry, in order."""
        match self.geometry:
            case Point(coordinates=position):
                return (position,)
            case Polygon(coordinates=ring):
                return ring

    @model_validator(mode="after")
    def _within_range(self) -> "Site":
        axes = AXES[self.crs]
        for first, second in self.positions:
            for name, value, (low, high) in (
                (axes.first, first, axes.first_range),
                (axes.second, second, axes.second_range),
            ):
                if not low <= value <= high:
                    raise PydanticCustomError(
                        "site-out-of-range",
                        "coordinate out of range",
                        {"axis": name, "value": value, "low": low, "high": high, "crs": self.crs.value},
                    )
        return self
