"""Settings of the tests: the real ones, on a database of their own, without anything of the machine's environment.

DATABASE_URL names another engine than SQLite. A process that a test starts inherits BINOME_TEST_VAR, and with it
the same folder of files.
"""

import atexit
import os
import shutil
import tempfile

if "BINOME_TEST_VAR" not in os.environ:
    os.environ["BINOME_TEST_VAR"] = tempfile.mkdtemp(prefix="binome-test-")
    atexit.register(shutil.rmtree, os.environ["BINOME_TEST_VAR"], ignore_errors=True)

# Suites that run side by side (pytest-xdist) have a folder each; a process that a test starts is told which already.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker and os.path.basename(os.environ["BINOME_TEST_VAR"]) != worker:
    os.environ["BINOME_TEST_VAR"] = os.path.join(os.environ["BINOME_TEST_VAR"], worker)
    os.makedirs(os.environ["BINOME_TEST_VAR"], exist_ok=True)

for name in [name for name in os.environ if name.startswith("BINOME_") and not name.startswith("BINOME_TEST_")]:
    if name != "BINOME_LONG":
        del os.environ[name]
os.environ["BINOME_VAR"] = os.environ["BINOME_TEST_VAR"]
os.environ["BINOME_SECRET_KEY"] = "the tests' own key, at least fifty characters long, and no secret"

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, STATIC_ROOT, STORAGES, TEMPLATES, VAR_DIR  # noqa: E402
from tests.strict_templates import UndefinedVariable  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads and processes of one test share it.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
}
STATIC_ROOT.mkdir(exist_ok=True)
# Texts as they are typed in the source: French spacing is a catalogue of its own, with its own tests.
LOCALE_PATHS = [VAR_DIR / "locale"]
LOCALE_PATHS[0].mkdir(exist_ok=True)
for catalogue in ("en", "fr_Inclusif"):
    if not (LOCALE_PATHS[0] / catalogue).is_symlink():
        (LOCALE_PATHS[0] / catalogue).symlink_to(BASE_DIR / "binome" / "locale" / catalogue)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
