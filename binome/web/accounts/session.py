"""Who is there: her session and her account, which every page reads. Django's own, asked by prepared queries."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from binome.core.prepared import Given, prepared
from binome.people.models import User


@prepared
def _session(key: Given, now: Given) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _account(key: Given) -> QuerySet[User]:
    return User.objects.filter(pk=key)


class SessionStore(DatabaseSessions):
    """The sessions of `settings.SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Session | None:
        session = _session.first(key=self.session_key or "", now=timezone.now())
        if session is None:
            self._session_key = None
        return session


class Accounts(AuthenticationBackend):
    """The accounts of `settings.AUTHENTICATION_BACKENDS`."""

    def get_user(self, user_id: int) -> User | None:
        person = _account.first(key=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
