"""The command line as tests call it, and homes for it to work in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.cli.init import make_home
from hub.cli.session import settings_of
from hub.demo.city import sandbox_config
from hub.demo.home import prepare
from hub.demo.standins import StandIns
from hub.language import Language
from hub.store import migrate
from hub.store.engine import Store
from tests.hub.cli.support import Run


@pytest.fixture(params=list(Language))
def spoken(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    language: Language = request.param
    return language


@pytest.fixture
def run(home: Path) -> Run:
    """Calls a command over `home`, in Chinese. What it says must have been found in the catalogues."""
    return Run(home, Language.ZH_CN)


@pytest.fixture
def run_spoken(home: Path, spoken: Language) -> Run:
    """The same in each language."""
    return Run(home, spoken)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for a home; nothing is in it."""
    return tmp_path / "home"


@pytest.fixture
def made(home: Path) -> Path:
    """A home as `liandong init` makes it."""
    make_home(home, Language.ZH_CN)
    return home


@pytest.fixture
def made_store(made: Path) -> Iterator[Store]:
    """The store of `made`."""
    store = Store.open(settings_of(made).store_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIns]:
    """A city of three projects in which nothing is wrong, played by stand-ins of this worker's own."""
    folder = tmp_path_factory.mktemp("sandbox")
    config = sandbox_config(3, seed=11)
    config["failures"] = dict.fromkeys(config["failures"], 0)
    with StandIns(folder, config | {"push_days": 1}) as running:
        yield running


@pytest.fixture
def connected(home: Path, stand_ins: StandIns) -> Path:
    """A home that leads to `stand_ins`, with an empty database."""
    home.mkdir()
    prepare(home, stand_ins.announcement)
    migrate.upgrade(settings_of(home).store_url)
    return home
