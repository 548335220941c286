"""`pip install`: pyproject.toml says everything, but for the engine's C, which is compiled where a compiler exists."""

import importlib.util
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

FOLDER = Path("binome", "matching", "native")
SPEC = importlib.util.spec_from_file_location("native_build", Path(__file__).parent / FOLDER / "build.py")
native = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(native)


class WithEngine(build_py):
    def run(self) -> None:
        super().run()
        try:
            native.build(into=None if self.editable_mode else Path(self.build_lib, FOLDER))
        except native.BuildError as error:
            self.announce(f"The fast native part of the matching engine is left out: {error}.", level=3)


class PerhapsBinary(Distribution):
    """The wheel is of this machine when it holds a library."""

    def has_ext_modules(self) -> bool:
        return native.find_compiler() is not None


setup(cmdclass={"build_py": WithEngine}, distclass=PerhapsBinary)
