"""Seeded projects: who builds what and where, and what it asks of each utility."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sandbox import identifiers, names
from sandbox.clock import china_text
from sandbox.config import Config, Kind
from sandbox.review.documents import Title

PIPES = (100, 150, 200, 300)
UNSERVED_AREA = "511799"
OUTSIDE_THE_DICTIONARY = "88"
_USES = ("DOMESTIC", "DOMESTIC", "COMMERCIAL", "INDUSTRIAL", "FIRE")
_METRES_PER_DEGREE = (110_880.0, 95_300.0)
_CENTRAL_MERIDIAN, _EASTING = 108.0, 500_000.0


@dataclass(frozen=True)
class Project:
    """A project and its first scheme."""

    number: int
    scheme_no: str
    seed: str
    flaw: str | None
    columns: dict[str, object]
    demands: tuple[dict[str, object], ...]
    site: dict[str, object]
    extra_notes: bool

    @property
    def area(self) -> str:
        """Area code of its district."""
        return str(self.columns["XZQHDM"])

    @property
    def title(self) -> Title:
        """What stands on its drawings."""
        text = {name: str(self.columns[name]) for name in ("XMMC", "XMDM", "JSDD")}
        return Title(self.scheme_no, text["XMMC"], text["XMDM"], text["JSDD"])

    def kinds(self) -> tuple[Kind, ...]:
        """The utilities it asks something of."""
        by_type: dict[str, Kind] = {"WATER": "water", "POWER": "power", "GAS": "gas", "TELECOM": "telecom"}
        return tuple(by_type[str(demand["type"])] for demand in self.demands)

    def demands_of(self, version: int) -> list[dict[str, object]]:
        """What it asks in this version; a revision asks for a tenth more."""
        grown = []
        for demand in self.demands:
            more = dict(demand)
            for name in ("dailyVolume", "capacity", "hourlyVolume"):
                value = more.get(name)
                if isinstance(value, float):
                    more[name] = round(value * (1 + 0.1 * (version - 1)), 1)
            grown.append(more)
        return grown


def generate(config: Config) -> list[Project]:
    """The projects of a run, the same for the same configuration."""
    flaws = _flaws(config)
    return [_project(config, number, flaws.get(number)) for number in range(1, config.projects + 1)]


def _flaws(config: Config) -> dict[int, str]:
    """Which project carries which deliberate failure, revision or withdrawal. Project 1 is the last to get one."""
    order = list(range(2, config.projects + 1))
    Random(f"{config.seed}/flaws").shuffle(order)
    order.append(1)
    wanted = [name for name, count in config.failures for _ in range(count)]
    wanted += ["revised"] * config.revised + ["withdrawn"] * config.withdrawn
    return dict(zip(order, wanted, strict=False))


def _project(config: Config, number: int, flaw: str | None) -> Project:
    seed = f"{config.seed}/project/{number}"
    rng = Random(seed)
    area = UNSERVED_AREA if flaw == "unserved" else rng.choice(config.districts)
    form = {"old_form_codes": "old", "failing_check_digits": "failing"}.get(flaw or "", "current")
    columns = _columns(rng, config.start, area, number, form)
    if flaw == "refused_rows":
        columns["GCHYFL"] = OUTSIDE_THE_DICTIONARY
    wanted = rng.sample(config.kinds, rng.randint(1, len(config.kinds)))
    demands = tuple(_demand(rng, kind) for kind in config.kinds if kind in wanted)
    scheme_no = f"FA-{area}-{config.start.year}-{number:04}"
    return Project(number, scheme_no, seed, flaw, columns, demands, _site(rng, area), rng.random() < 0.3)


def _columns(rng: Random, start: datetime, area: str, number: int, form: str) -> dict[str, object]:
    begins = start.replace(hour=0, minute=0, second=0) + timedelta(days=rng.randint(45, 150))
    land = float(rng.randint(2_000, 60_000))
    return {
        "XMDM": identifiers.project_code(rng, area, form),
        "XMMC": names.project(rng, area),
        "GCDM": f"GC{area}-{start.year}-{number:04}",
        "XZQHDM": area,
        "JSDD": names.address(rng, area),
        "JSDW": names.firm(rng, area),
        "JSDWDM": identifiers.credit_code(rng, area),
        "JSDWLX": rng.choice((1, 1, 1, 2, 3)),
        "SPLCLX": 1,
        "SPLCBM": "DZ-FWJZ-01",
        "SPLCBBH": 1.0,
        "LXLX": rng.choice((1, 2, 3)),
        "GCFL": 1,
        "JSXZ": 0,
        "XMZJSX": rng.choice((1, 2)),
        "GBHY": rng.choice(("K7010", "E4710", "P8334")),
        "GCHYFL": f"{rng.randint(1, 6):02}",
        "NKGSJ": china_text(begins),
        "NJCSJ": china_text(begins + timedelta(days=rng.randint(300, 900))),
        "ZTZE": float(rng.randint(800, 90_000)),
        "YDMJ": land,
        "JZMJ": round(land * rng.uniform(0.8, 3.2), 1),
        "TDHQFS": rng.choice((1, 2)),
        "SFXXGC": 0,
        "LXR": names.person(rng),
        "LXRSJH": names.mobile(rng),
    }


def _demand(rng: Random, kind: Kind) -> dict[str, object]:
    if kind == "water":
        volume = float(rng.randint(20, 900))
        return {
            "type": "WATER",
            "dailyVolume": volume,
            "pipeDiameter": rng.choice(PIPES),
            "useClass": rng.choice(_USES),
        }
    if kind == "power":
        level, capacity = rng.choice((("380V", 120.0), ("10kV", 1250.0), ("10kV", 2500.0), ("35kV", 12500.0)))
        return {
            "type": "POWER",
            "capacity": capacity,
            "voltageLevel": level,
            "supplyCount": rng.randint(1, 2),
        }
    if kind == "gas":
        pressure = rng.choice(("LOW", "LOW", "MEDIUM"))
        volume = float(rng.randint(10, 400))
        return {
            "type": "GAS",
            "hourlyVolume": volume,
            "pressureLevel": pressure,
            "applianceCount": rng.randint(2, 900),
        }
    households = rng.randint(0, 1200)
    return {
        "type": "TELECOM",
        "ftthHouseholds": households,
        "equipmentRoom": households > 200,
        "ductEntry": rng.random() < 0.8,
    }


def _site(rng: Random, area: str) -> dict[str, object]:
    """A point or a plot, in degrees (EPSG:4490) or in metres (EPSG:4545), first axis first."""
    centre = names.CENTRES.get(area, names.CENTRES["511702"])
    north, east = (value + rng.uniform(-0.03, 0.03) for value in centre)
    if rng.random() < 0.5:
        return {"crs": "EPSG:4490", "type": "Point", "coordinates": [round(north, 6), round(east, 6)]}
    per_north, per_east = _METRES_PER_DEGREE
    x, y = round(north * per_north, 1), round(_EASTING + (east - _CENTRAL_MERIDIAN) * per_east, 1)
    depth, width = rng.randint(60, 240), rng.randint(60, 240)
    ring = [[x, y], [x, y + width], [x + depth, y + width], [x + depth, y], [x, y]]
    return {"crs": "EPSG:4545", "type": "Polygon", "coordinates": [ring]}
