"""The rules of one file: what it may not contain, where the rule holds, and an example that breaks it."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .sources import is_below_the_fronts

LONGEST_FILE, LONGEST_FUNCTION = 400, 40


@dataclass(frozen=True)
class Rule:
    """`faults(source)` gives a line per fault; `bad` is a file that has exactly one."""

    name: str
    endings: tuple[str, ...]
    holds_in: Callable[[str], bool]
    faults: Callable[[str], Iterable[str]]
    bad: str


def _everywhere(path: str) -> bool:
    return "/migrations/" not in path


def _in_the_product(path: str) -> bool:
    return path.startswith("binome/") and _everywhere(path)


def _in_pages(path: str) -> bool:
    return "/templates/" in path and "/mail/" not in path


def long_file(source: str) -> Iterator[str]:
    if (length := source.count("\n")) > LONGEST_FILE:
        yield f"{length} lines"


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.name}: {length} lines"


def clock_reads(source: str) -> Iterator[str]:
    clocks = {"timezone.now", "datetime.now", "date.today", "time.time"}
    for node in ast.walk(ast.parse(source)):
        reads = isinstance(node, ast.Attribute) and _last_two(node) in clocks
        # With an argument, these two only change the zone of a known instant.
        reads |= (
            isinstance(node, ast.Call) and not node.args and _dotted(node.func).endswith(("localtime", "localdate"))
        )
        if reads or (isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}):
            yield f"line {node.lineno} reads the clock: take now= instead"


def days_elsewhere(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and not node.args and _dotted(node.func).split(".")[-1] == "date":
            yield f"line {node.lineno}: the day of an instant is the site's, timezone.localdate(instant)"


def environment_reads(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and _dotted(node) in {"os.environ", "os.getenv"}:
            yield f"line {node.lineno} reads the environment: only config/settings.py may"


def save_overrides(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete"}:
                    yield f"{node.name}.{method.name}: an action says what follows, not the model or the form"


def names_of_modalities(source: str) -> Iterator[str]:
    names = re.compile(r"modality\.key$|programme\.(form|slug|name)$|modality$")
    for node in ast.walk(ast.parse(source)):
        compared = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if any(names.search(_dotted(side)) for side in compared):
            yield f"line {node.lineno} branches on the name of a modality: ask one of its properties"


def identity_readers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.alias) and node.name in {"CivilIdentity", "open_identities"}:
            yield f"line {node.lineno} opens the identity shield"
        if isinstance(node, ast.Attribute) and node.attr in {"CivilIdentity", "open_identities"}:
            yield f"line {node.lineno} opens the identity shield"


def inline_code(source: str) -> Iterator[str]:
    without_comments = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", source, flags=re.DOTALL)
    for pattern in (
        r"<style",
        r"<script(?![^>]*\ssrc=)(?![^>]*application/json)",
        r"\sstyle\s*=",
        r"\son\w+\s*=\s*[\"']",
    ):
        for found in re.finditer(pattern, without_comments, re.IGNORECASE):
            yield f"{found[0].strip()}: the content security policy refuses it"


def machine_words(source: str) -> Iterator[str]:
    """An address of a package registry or a path of someone's machine says nothing to the next reader."""
    hosts = "|".join(("pythonhosted", "pypi" + r"\.org", "artifactory", "nexus"))
    for found in re.finditer(rf"https?://[^\s\"')]*(?:{hosts})|/(?:home|root|Users|opt)/\w+|file:/{{2}}", source):
        yield found[0]


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _last_two(node: ast.AST) -> str:
    return ".".join(_dotted(node).split(".")[-2:])


#: Who may write CivilIdentity's name in Python: its table, its shield, the demonstration's invented names, and the
#: writes of the person's own forms.
SHIELD = {
    "binome/people/models.py",
    "binome/people/privacy.py",
    "binome/programmes/privacy.py",
    "binome/mentoring/identity.py",
    "binome/cli/demo/rows.py",
}


def _outside_the_shield(path: str) -> bool:
    return _in_the_product(path) and path not in SHIELD and not path.startswith("binome/people/actions/")


PYTHON, CODE = (".py",), (".py", ".html", ".css", ".js")
RULES = [
    Rule("no file over 400 lines", CODE, _everywhere, long_file, "\n" * 401),
    Rule("no function over 40 lines", PYTHON, _everywhere, long_functions, "def f():\n" + "    x = 1\n" * 40),
    Rule(
        "nothing reads the clock below the fronts",
        PYTHON,
        is_below_the_fronts,
        clock_reads,
        "from django.utils import timezone\nnow = timezone.now()\n",
    ),
    Rule(
        "the day of an instant is the site's",
        PYTHON,
        _in_the_product,
        days_elsewhere,
        "def act(*, now):\n    return now.date()\n",
    ),
    Rule(
        "only the settings read the environment",
        PYTHON,
        _in_the_product,
        environment_reads,
        "import os\nkey = os.environ['KEY']\n",
    ),
    Rule(
        "no save() or delete() of one's own",
        PYTHON,
        _in_the_product,
        save_overrides,
        "class Pair(Model):\n    def save(self):\n        pass\n",
    ),
    Rule(
        "code branches on a modality's properties, never on its name",
        PYTHON,
        lambda path: _in_the_product(path) and not path.endswith("/modalities.py"),
        names_of_modalities,
        "if programme.modality.key == 'reverse':\n    pass\n",
    ),
    Rule(
        "only the shield opens a family name",
        PYTHON,
        _outside_the_shield,
        identity_readers,
        "from binome.people.models import CivilIdentity\n",
    ),
    Rule(
        "no inline style or script in a page",
        (".html",),
        _in_pages,
        inline_code,
        '<p style="color: red">',
    ),
    Rule(
        "no registry's address, no machine's path",
        (".py", ".txt", ".md", ".toml", ".html", ".css", ".js", ".typ", "Makefile", "run"),
        lambda path: True,
        machine_words,
        "-i https://files." + "pythonhosted" + ".org/simple\n",
    ),
]
