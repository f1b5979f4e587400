"""Which sentences the code may say, read from its syntax."""

import ast
from collections.abc import Iterator

# What models.problems takes out of a validation error's context before it becomes parameters.
NOT_PARAMETERS = {"allowed", "error"}


def spoken(source: str) -> Iterator[tuple[int, str, set[str] | None]]:
    """Each sentence a module names literally: line, id, and the parameters where these are literal too.

    `Message(id=…, params={…})` names an entry; `PydanticCustomError("x-y", …, {…})` becomes
    the entry `invalid-x-y`. An id that is put together at run time is not seen here.
    """
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        named = {word.arg: word.value for word in node.keywords}
        if node.func.id == "Message" and isinstance(named.get("id"), ast.Constant):
            yield node.lineno, ast.literal_eval(named["id"]), literal_keys(named.get("params"))
        elif node.func.id == "PydanticCustomError" and isinstance(node.args[0], ast.Constant):
            keys = literal_keys(node.args[2] if len(node.args) > 2 else None)
            entry = f"invalid-{ast.literal_eval(node.args[0])}"
            yield node.lineno, entry, None if keys is None else keys - NOT_PARAMETERS


def literal_keys(params: ast.expr | None) -> set[str] | None:
    """The keys of a dictionary written out; the empty set when there is none, None when it is computed."""
    if params is None:
        return set()
    if not isinstance(params, ast.Dict):
        return None
    keys = {key.value for key in params.keys if isinstance(key, ast.Constant)}
    return {str(key) for key in keys} if len(keys) == len(params.keys) else None
