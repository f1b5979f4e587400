"""A site names its CRS, and its coordinates stand in that CRS's own order."""

import math
from typing import Any

import pytest
from pydantic import ValidationError

from models.problems import faults_of
from models.site import Site

RING = [[31.21, 107.49], [31.21, 107.50], [31.22, 107.50], [31.21, 107.49]]


def point(crs: str, *coordinates: float) -> dict[str, Any]:
    return {"crs": crs, "geometry": {"type": "Point", "coordinates": coordinates}}


def fault(body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(ValidationError) as caught:
        Site.model_validate(body)
    (found,) = faults_of(caught.value)
    return found.message.id, dict(found.message.params)


@pytest.mark.parametrize(
    "body", [point("EPSG:4490", 31.2142, 107.4953), point("EPSG:4545", 3_454_210.5, 452_117.2)]
)
def test_a_point_in_its_systems_own_order_passes(body: dict[str, Any]) -> None:
    assert Site.model_validate(body).positions == (tuple(body["geometry"]["coordinates"]),)


def test_a_closed_ring_passes() -> None:
    site = Site.model_validate({"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": RING}})
    assert len(site.positions) == 4


def test_longitude_before_latitude_is_told_as_a_swap() -> None:
    assert fault(point("EPSG:4490", 107.4953, 31.2142)) == (
        "invalid-site-axes-swapped",
        {"crs": "EPSG:4490", "first": "latitude", "second": "longitude"},
    )


def test_easting_before_northing_is_told_as_a_swap() -> None:
    message_id, params = fault(point("EPSG:4545", 452_117.2, 3_454_210.5))
    assert (message_id, params["first"]) == ("invalid-site-axes-swapped", "northing")


def test_a_ring_with_longitude_before_latitude_is_told_as_a_swap() -> None:
    swapped = [[second, first] for first, second in RING]
    body = {"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": swapped}}
    assert fault(body)[0] == "invalid-site-axes-swapped"


def test_one_odd_corner_is_out_of_range_and_no_swap() -> None:
    ring = [*RING[:2], [107.50, 31.22], RING[3]]
    body = {"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": ring}}
    assert fault(body) == (
        "invalid-site-out-of-range",
        {"axis": "latitude", "value": 107.5, "low": 3.0, "high": 54.0, "crs": "EPSG:4490"},
    )


def test_degrees_under_a_system_in_metres_are_out_of_range() -> None:
    message_id, params = fault(point("EPSG:4545", 31.2142, 107.4953))
    assert (message_id, params["axis"]) == ("invalid-site-out-of-range", "northing")


def test_an_easting_with_its_zone_number_is_out_of_range() -> None:
    message_id, params = fault(point("EPSG:4545", 3_454_210.5, 36_452_117.2))
    assert (message_id, params["axis"]) == ("invalid-site-out-of-range", "easting")


def test_a_coordinate_that_is_no_number_is_refused() -> None:
    assert fault(point("EPSG:4490", math.nan, 107.4953))[0] == "invalid-finite-number"


def test_an_unnamed_system_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValidationError) as caught:
        Site.model_validate(point("EPSG:4326", 31.2142, 107.4953))
    (found,) = faults_of(caught.value)
    assert (found.field, found.allowed) == ("crs", ("EPSG:4490", "EPSG:4545"))


def test_an_open_ring_is_refused() -> None:
    ring = [*RING[:3], [31.25, 107.49]]
    body = {"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": ring}}
    assert fault(body)[0] == "invalid-site-ring-open"
