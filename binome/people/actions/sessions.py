"""What is kept of the devices on which someone logged in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def forget_ended_sessions(*, now: datetime) -> int:
    """Forget the addresses and browsers of the sessions that are over. Returns how many; a second run finds none."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    forgotten: int = UserSession.objects.exclude(session_key__in=alive).delete()[0]
    return forgotten
