"""Keep modules, functions and tests in the shape that CONTRIBUTING.md describes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PRODUCT = ("pathway_graph", "loaders", "exports", "cypher", "examples")
MODULE_LINES = 400
FUNCTION_LINES = 60
BODILESS = {"abstractmethod", "overload"}  # decorators of functions that need no body

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def trees(sources: list[Path], root: Path) -> dict[str, ast.Module]:
    """The syntax tree of every tracked Python file, by its path in the repository."""
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sources}


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def is_product(path: str) -> bool:
    return path.split("/")[0] in PRODUCT


def defines_public_names(tree: ast.Module) -> bool:
    """Tell whether a module defines a function or class without an underscore at its top level."""
    definitions = (node for node in tree.body if isinstance(node, Function | ast.ClassDef))
    return any(not node.name.startswith("_") for node in definitions)


def lists_its_names(tree: ast.Module) -> bool:
    """Tell whether a module says in `__all__` what is public."""
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def does_nothing(function: Function) -> bool:
    """Tell whether a body is only pass, `...` or NotImplementedError, after its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return len(body) == 1 and ast.unparse(body[0]).split("(")[0] in {"pass", "...", "raise NotImplementedError"}


def test_modules_are_short(sources: list[Path], root: Path) -> None:
    """No Python file is longer than 400 lines: one noun a module."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    long = {path.relative_to(root).as_posix(): length for path, length in lengths.items() if length > MODULE_LINES}

    assert not long, f"more than {MODULE_LINES} lines: {long}"


def test_functions_fit_on_a_screen(trees: dict[str, ast.Module]) -> None:
    """No function is longer than 60 lines."""
    long = [
        f"{path}:{function.lineno} {function.name} ({length} lines)"
        for path, tree in trees.items()
        for function in functions(tree)
        if (length := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES
    ]

    assert not long, f"more than {FUNCTION_LINES} lines:\n" + "\n".join(long)


def test_every_module_says_what_it_does(trees: dict[str, ast.Module]) -> None:
    """Every Python file starts with a docstring whose first line says something; a folder of tests needs none."""
    first_lines = {path: (ast.get_docstring(tree) or "").split("\n")[0] for path, tree in trees.items()}
    folders_of_tests = {path for path in trees if path.startswith("tests/") and path.endswith("/__init__.py")}
    silent = [path for path, line in first_lines.items() if len(line.split()) < 3 and path not in folders_of_tests]

    assert not silent, f"no docstring that says what the module does: {silent}"


def test_every_public_module_lists_its_names(trees: dict[str, ast.Module]) -> None:
    """A module of the product that defines public names has `__all__`; one whose own name starts with _ need not."""
    silent = [
        path
        for path, tree in trees.items()
        if is_product(path) and defines_public_names(tree) and not lists_its_names(tree)
        and (path.endswith("__init__.py") or not path.rsplit("/")[-1].startswith("_"))
    ]  # fmt: skip

    assert not silent, f"no __all__ in {silent}"


def test_every_test_states_its_rule(trees: dict[str, ast.Module]) -> None:
    """Every test function has a docstring: the rule that it holds."""
    silent = [
        f"{path}:{function.lineno} {function.name}"
        for path, tree in trees.items()
        for function in functions(tree)
        if path.startswith("tests/") and function.name.startswith("test") and not ast.get_docstring(function)
    ]

    assert not silent, "tests without a docstring:\n" + "\n".join(silent)


def test_no_function_is_a_stub(trees: dict[str, ast.Module]) -> None:
    """Only protocols, abstract methods and overloads have functions without a body."""
    stubs = []
    for path, tree in trees.items():
        excused = {
            id(function)
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)
            for function in functions(node)
        }
        stubs += [
            f"{path}:{function.lineno} {function.name}"
            for function in functions(tree)
            if is_product(path) and id(function) not in excused and does_nothing(function)
            and not any(ast.unparse(decorator).split(".")[-1] in BODILESS for decorator in function.decorator_list)
        ]  # fmt: skip

    assert not stubs, "functions that do nothing:\n" + "\n".join(stubs)
