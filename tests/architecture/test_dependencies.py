"""The pinned requirements are in step with pyproject.toml, hashed, and say nothing of where they came from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from .sources import ROOT, read

PROJECT = tomllib.loads(read("pyproject.toml"))["project"]
WANTED = {
    "base": PROJECT["dependencies"],
    "test": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]],
}


def pins(text: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


def faults(wanted: list[str], text: str) -> list[str]:
    pinned, found = pins(text), []
    for line in wanted:
        need = Requirement(line)
        version = pinned.get(canonicalize_name(need.name))
        if version is None or Version(version) not in need.specifier:
            found.append(f"{line}: pinned {version}")
    for entry in re.split(r"\n(?=\S)", text.strip()):
        if not re.match(r"[\w.-]+==", entry) or "--hash=sha256:" not in entry:
            found.append(f"not a hashed pin: {entry[:80]}")
    return found


@pytest.mark.parametrize("name", WANTED)
def test_the_pins_are_in_step_with_the_project(name):
    assert faults(WANTED[name], read(f"requirements/{name}.txt")) == []


def test_the_tests_run_on_the_versions_that_the_product_runs_on():
    base, test = (pins(read(f"requirements/{name}.txt")) for name in ("base", "test"))
    assert {name: version for name, version in base.items() if test.get(name) != version} == {}


@pytest.mark.parametrize(
    "text",
    [
        "other==1 \\\n    --hash=sha256:00",
        "Django==4.2 \\\n    --hash=sha256:00",
        "django==5.2.1",
        "-i https://example.org/simple\ndjango==5.2.1 \\\n    --hash=sha256:00",
        "django @ https://example.org/django.whl",
    ],
)
def test_a_pin_out_of_step_is_found(text):
    assert faults(["Django>=5.2,<5.3"], text)


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text()
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE") and len(text) > 34_000
