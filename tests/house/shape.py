"""How long modules and functions are, read from their syntax."""

import ast
from collections.abc import Iterator

MODULE_LINES = 300
FUNCTION_LINES = 50


def too_long(name: str, source: str) -> Iterator[str]:
    """Say what of a module is longer than the house allows.

    A module is measured in lines of text; a function from its `def` to its last line, decorators left out.
    """
    lines = len(source.splitlines())
    if lines > MODULE_LINES:
        yield f"{name}: {lines} lines, at most {MODULE_LINES}"
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"
