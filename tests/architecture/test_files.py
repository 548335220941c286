"""Each rule of a file holds in every file, and each can fail."""

import pytest

from .rules import RULES, Rule
from .sources import files, read


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_file_keeps_the_rule(rule: Rule):
    faults = {
        path: found
        for path in files(*rule.endings)
        if rule.holds_in(path) and (found := sorted(set(rule.faults(read(path)))))
    }
    assert faults == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_can_fail(rule: Rule):
    assert len(list(rule.faults(rule.bad))) == 1
    assert any(rule.holds_in(path) for path in files(*rule.endings)), "the rule looks at no file"


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("nothing reads the clock below the fronts", "from datetime import datetime\ndatetime.now(tz=UTC)\n"),
        ("nothing reads the clock below the fronts", "import datetime\ndatetime.date.today()\n"),
        ("nothing reads the clock below the fronts", "at = models.DateTimeField(auto_now_add=True)\n"),
        ("nothing reads the clock below the fronts", "at = models.DateTimeField(default=timezone.now)\n"),
        ("only the settings read the environment", "import os\nos.getenv('KEY')\n"),
        ("no inline style or script in a page", "<script>alert(1)</script>"),
        ("no inline style or script in a page", "<button onclick='go()'>"),
        ("no inline style or script in a page", "<style>"),
        ("no registry's address, no machine's path", "/ho" + "me/awa/project"),
    ],
)
def test_other_ways_to_break_a_rule_are_found(rule: str, source: str):
    assert list(next(one for one in RULES if one.name == rule).faults(source))


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("no inline style or script in a page", '<script src="/static/app.js" defer></script><div data-on="x">'),
        ("nothing reads the clock below the fronts", "def act(*, now):\n    return timezone.localdate(now)\n"),
        ("code branches on a modality's properties, never on its name", "if letter.kind == 'request_sent': pass\n"),
    ],
)
def test_what_is_allowed_passes(rule: str, source: str):
    assert not list(next(one for one in RULES if one.name == rule).faults(source))
