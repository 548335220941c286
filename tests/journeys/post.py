"""The mail as people really receive it: the worker hands it over, a real server takes it, and it is opened here."""

import html
import re
from datetime import timedelta
from threading import Event

from django.conf import settings
from django.utils import timezone

from binome.core.models import Letter
from binome.core.worker import work
from tests import canary

#: Every mail of a journey, by its subject: it may be read over her shoulder, and says nothing of anyone.
SUBJECTS = {
    "signup_resume": "Reprendre votre inscription",
    "application_received": "Votre inscription est bien reçue",
    "activation": "Votre profil est vérifié",
    "address_known": "Vous avez déjà un compte",
    "request_sent": "Une demande vous attend",
    "question_asked": "Une question sur votre demande",
    "question_answered": "Une réponse à votre question",
    "request_accepted": "Votre demande est acceptée",
    "request_declined": "Une réponse à votre demande",
    "request_withdrawn": "Une demande n’attend plus votre réponse",
    "request_reminder": "Une demande attend toujours votre réponse",
    "request_expired": "Votre demande est restée sans réponse",
    "place_free": "Une place se libère",
    "first_meeting_held": "Comment s’est passé votre premier rendez-vous ?",
    "pair_published": "Vous pouvez commencer",
    "pair_proposed": "Votre programme vous propose quelqu’un",
    "circle_published": "Votre cercle est formé",
    "proposal_reminder": "Une proposition attend votre réponse",
    "proposal_ended": "Une proposition n’attend plus de réponse",
    "pair_prolonged": "Votre accompagnement continue",
    "pair_closed": "Votre accompagnement est clos",
    "case_opened": "Un signalement attend une lecture",
    "report_settled": "L’équipe vous donne des nouvelles",
}


class Post:
    """The worker and the mail server: what people really received, and nothing else."""

    def __init__(self, server) -> None:
        self.server, self.opened = server, 0
        #: How far the worker's clock is ahead.
        self.ahead = timedelta()

    def now(self):
        return timezone.now() + self.ahead

    def arrived(self) -> list[tuple[str, str]]:
        """(kind, to whom) of each mail that arrives now, in alphabetical order."""
        work(timetable={}, run=lambda command: None, clock=self.now, stop=Event(), once=True)
        new, self.opened = self.server.received[self.opened :], len(self.server.received)
        return sorted((_kind_of(one), one.recipient.partition("@")[0]) for one in new)

    def link(self, kind: str, to: str) -> str:
        """The address under the button of the last mail of this kind that she received."""
        found = [one for one in self.server.received if one.recipient.startswith(f"{to}@") and _kind_of(one) == kind]
        text = found[-1].message.get_body(("plain",)).get_content()
        return re.search(rf"^{re.escape(settings.SITE_URL)}\S+", text, re.MULTILINE)[0]


def _kind_of(received) -> str:
    """What this mail is, once it is clear that it tells nobody's name."""
    letter = Letter.objects.get(message_id=received.message_id)
    subject = " ".join(received.message["Subject"].split())
    assert subject == SUBJECTS[letter.kind]
    assert received.recipient == letter.to
    parts = [part.get_content() for part in received.message.walk() if not part.is_multipart()]
    assert len(parts) == 2
    decoded = html.unescape("\n".join([*map(str, received.message.values()), *parts]))
    assert not canary.names_in(decoded), f"{letter.kind} tells a family name"
    assert "06 12 34" not in decoded
    return letter.kind
