"""The fixtures of the mail: a server that misbehaves on demand, two kinds of letter, a clock."""

from tests.core.letters import clock, mail_kinds  # noqa: F401
from tests.core.smtp import mail_server, smtp  # noqa: F401
