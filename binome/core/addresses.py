"""Addresses that refuse our mail: her pages say so until letters arrive there again, or until she gives another (E3).

A refusal on the spot is undone by the next letter that the server takes. A bounce is not: that server took the bounced
letter too. Such a mark ends when a letter taken after it has not come back for `PROOF`.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from binome.core.models import FailingAddress
from binome.core.prepared import Given, prepared

#: Servers keep trying for four or five days before they send a letter back (RFC 5321, 4.5.4.1).
PROOF = timedelta(days=7)


def failing_since(address: str, *, now: datetime) -> datetime | None:
    """Since when our mail does not arrive there. Why is for no page: what a server answers may hold a name."""
    return _failing_since.first(address=address.lower(), proved=now - PROOF)


@prepared
def _failing_since(address: Given, proved: Given) -> QuerySet[FailingAddress, datetime]:
    marks = FailingAddress.objects.filter(Q(taken_at=None) | Q(taken_at__gt=proved), address=address)
    return marks.values_list("since", flat=True)


def refused(address: str, *, reason: str, now: datetime) -> None:
    """The server refused her on the spot."""
    _mark(address, now=now, reason=reason)


def bounced(address: str, *, about_it: bool, reason: str, now: datetime) -> None:
    """A letter came back, with a reason that speaks of the address or not: either way it proves nothing any more."""
    if about_it:
        _mark(address, now=now, reason=reason, bounced=True)
    else:
        FailingAddress.objects.filter(address=address.lower(), taken_at__gt=now - PROOF).update(taken_at=None)


def taken(address: str, *, now: datetime) -> None:
    """The server has just taken a letter for this address."""
    mark = FailingAddress.objects.filter(address=address.lower())
    mark.filter(Q(bounced=False) | Q(taken_at__lte=now - PROOF)).delete()
    mark.filter(taken_at=None).update(taken_at=now)


def confirmed(*addresses: str) -> None:
    """She opened a link that was sent there, or has left it for another."""
    FailingAddress.objects.filter(address__in=[address.lower() for address in addresses]).delete()


def _mark(address: str, *, now: datetime, **known: str | bool) -> None:
    """One mark for each address, with the day of its first failure and the latest reason."""
    mark = FailingAddress.objects.filter(address=address.lower())
    mark.filter(taken_at__lte=now - PROOF).delete()  # it arrived since: what fails now is new
    changes = {**known, "taken_at": None}
    FailingAddress.objects.update_or_create(
        address=address.lower(), defaults=changes, create_defaults={**changes, "since": now}
    )
