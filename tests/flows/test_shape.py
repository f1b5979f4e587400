"""What holds for every flow and task, whoever adds one."""

import importlib
import pkgutil
import subprocess
import sys
from typing import Any, get_type_hints

import pytest
from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE

import flows


def everything(kind: type[Any]) -> dict[str, Any]:
    """Every flow, or every task, of the room by where it stands."""
    modules = [importlib.import_module(f"flows.{each.name}") for each in pkgutil.iter_modules(flows.__path__)]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, kind)
    }


FLOWS, TASKS = everything(Flow), everything(Task)
IDS = (str, list[str] | None)


def test_the_flows_are_there() -> None:
    assert {flow.name for flow in FLOWS.values()} == {
        f"liandong-{phase}" for phase in ("collect", "push", "pull", "mirror", "cycle", "reconcile", "remind")
    }


@pytest.mark.parametrize("where", [*FLOWS, *TASKS])
def test_nothing_is_retried_and_no_result_is_kept(where: str) -> None:
    each = (FLOWS | TASKS)[where]
    assert each.retries == 0
    assert each.persist_result is False
    assert each.isasync


@pytest.mark.parametrize("where", list(TASKS))
def test_no_task_is_answered_from_a_cache(where: str) -> None:
    task = TASKS[where]
    assert task.cache_policy == NO_CACHE
    assert task.cache_key_fn is None
    assert not task.retry_condition_fn


@pytest.mark.parametrize("where", [*FLOWS, *TASKS])
def test_parameters_are_the_home_folder_and_ids(where: str) -> None:
    hints = get_type_hints((FLOWS | TASKS)[where].fn)
    hints.pop("return")
    assert set(hints) <= {
        "home",
        "sources",
        "companies",
        "mirrors",
        "source",
        "company",
        "mirror",
        "counterpart",
    }
    assert all(hint in IDS for hint in hints.values())


def test_the_command_line_is_built_without_prefect() -> None:
    told = "import sys, flows.command; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
