"""What every journey starts from: a site with its charter, a moderator, a real mail server."""

import pytest

from tests.core.smtp import mail_server, smtp  # noqa: F401
from tests.factories import a_moderator

pytest.register_assert_rewrite("tests.journeys.post", "tests.journeys.steps")
from .post import Post  # noqa: E402


@pytest.fixture
def post(smtp, live_server):  # noqa: F811
    return Post(smtp)


@pytest.fixture
def dina(live_server):
    return a_moderator("Dina", email="dina@example.org")
