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

    def outside(self, position: Position) -> tuple[str, float, tuple[float, float]] | None:
        """The first coordinate out of its range: axis, value and range; `None` when both are within."""
        ranges = (self.first_range, self.second_range)
        for axis, value, (low, high) in zip((self.first, self.second), position, ranges, strict=True):
            if not low <= value <= high:
                return axis, value, (low, high)
        return None


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
    """Geometry and the name of its CRS.

    Coordinates outside the CRS's range in China are refused; when they would fit in the other order, the
    fault says so.
    """

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
        outside = next(filter(None, (axes.outside(position) for position in self.positions)), None)
        if outside is None:
            return self
        if not any(axes.outside((second, first)) for first, second in self.positions):
            raise PydanticCustomError(
                "site-axes-swapped",
                "the coordinates are in the other order",
                {"crs": self.crs.value, "first": axes.first, "second": axes.second},
            )
        axis, value, (low, high) = outside
        raise PydanticCustomError(
            "site-out-of-range",
            "coordinate out of range",
            {"axis": axis, "value": value, "low": low, "high": high, "crs": self.crs.value},
        )
