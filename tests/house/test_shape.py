"""Modules stay short enough to read in one sitting."""

from tests.house.shape import FUNCTION_LINES, MODULE_LINES, too_long
from tests.house.support import ROOMS, ROOT, python_files


def function(lines: int, indent: str = "") -> str:
    return f"{indent}def work() -> None:\n" + f"{indent}    pass\n" * (lines - 1)


def test_modules_and_functions_keep_within_their_length() -> None:
    measured = list(python_files(*ROOMS, "tests"))
    faults = [
        fault
        for path in measured
        for fault in too_long(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    ]
    assert len(measured) > len(ROOMS)
    assert faults == []


def test_every_room_says_what_it_holds() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS)
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_a_module_of_the_allowed_length_passes_and_one_line_more_does_not() -> None:
    assert list(too_long("m.py", "x = 1\n" * MODULE_LINES)) == []
    assert list(too_long("m.py", "x = 1\n" * (MODULE_LINES + 1))) == ["m.py: 301 lines, at most 300"]


def test_a_function_of_the_allowed_length_passes_and_one_line_more_does_not() -> None:
    assert list(too_long("m.py", function(FUNCTION_LINES))) == []
    assert list(too_long("m.py", function(FUNCTION_LINES + 1))) == ["m.py:1: work has 51 lines, at most 50"]


def test_a_method_and_an_async_function_are_measured_too() -> None:
    method = "class Pump:\n" + function(FUNCTION_LINES + 1, "    ")
    assert list(too_long("m.py", method)) == ["m.py:2: work has 51 lines, at most 50"]
    pump = "async " + function(FUNCTION_LINES + 1)
    assert list(too_long("m.py", pump)) == ["m.py:1: work has 51 lines, at most 50"]
