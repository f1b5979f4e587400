"""A machine without a MariaDB server is told so, and not passed over in silence."""

import os
from pathlib import Path

import pytest

from tests import mariadb
from tests.adapters.provincial_exchange.conftest import without_server


def test_what_to_install_is_said_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    monkeypatch.setattr(mariadb, "_SBIN", ())
    with (
        pytest.raises(mariadb.Missing, match=r"请运行 tools/debian-packages.*run tools/debian-packages"),
        mariadb.running(tmp_path),
    ):
        pass


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_its_absence_fails_in_ci_and_skips_with_the_reason_elsewhere(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="mariadb-server-core"):
        without_server(mariadb.Missing(mariadb.MISSING))
