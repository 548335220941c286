"""Faults that someone could put into the product, each as one change of its text, and the suite that must see it.

Leaks of what a page or a file shows, and an order by family name, have theirs in tests/secrecy/test_blindness.py.
"""

from dataclasses import dataclass

HISTORIES = "tests/reliability/test_histories.py"
ACTIONS, PAGES = "binome/mentoring/actions/", "binome/web/mentoring/"


@dataclass(frozen=True)
class Mutant:
    """What it does, in which file, the text that it replaces (once) and by what, and who must kill it."""

    name: str
    path: str
    before: str
    after: str
    killers: tuple[str, ...] = (HISTORIES,)


MUTANTS = (
    Mutant(
        "an acceptance leaves the other requests of the mentee",
        ACTIONS + "answers.py",
        'withdraw_open_requests(requests=others, because="accepted_elsewhere"',
        'withdraw_open_requests(requests=[], because="accepted_elsewhere"',
    ),
    Mutant(
        "one mail too many: whoever prolongs is told of it too",
        "binome/mentoring/emails.py",
        "people=(pair.partner_of(by),)",
        "people=(pair.mentor, pair.mentee)",
    ),
    Mutant(
        "one mail too few: a mentor is not told that a request is withdrawn by an agreement elsewhere",
        ACTIONS + "requests.py",
        'if changed and was_sent and because not in {"blocked", "unavailable"}:',
        'if changed and was_sent and because in {"blocked", "unavailable"}:',
    ),
    Mutant(
        "a mail that leaves at once, outside the outbox",
        ACTIONS + "answers.py",
        "    emails.request_declined(row, now=now)\n",
        "    emails.request_declined(row, now=now)\n"
        "    __import__('django.core.mail').core.mail.send_mail('Une réponse', '', None, [row.mentee.email])\n",
        ("tests/architecture/test_mail.py",),
    ),
    Mutant(
        "a request that nobody answered keeps waiting a day too long",
        ACTIONS + "follow_up.py",
        "pending().filter(programme=programme, due_at__lte=now)",
        "pending().filter(programme=programme, due_at__lte=now - timedelta(days=1))",
    ),
    Mutant(
        "one place more than the programme allows",
        ACTIONS + "places.py",
        "if not 1 <= capacity <= most:",
        "if not 1 <= capacity <= most + 1:",
    ),
    Mutant(
        "a closed pair keeps its place",
        ACTIONS + "places.py",
        "Place.objects.filter(pk=place.pk).update(pair=None)",
        "Place.objects.filter(pk=place.pk).update(pair=pair)",
    ),
    Mutant(
        "an open request does not stop a second one to the same mentor",
        "binome/mentoring/rules.py",
        "row.state in OPEN and row.mentor_id == other.pk",
        "row.state == State.DRAFT and row.mentor_id == other.pk",
    ),
    Mutant(
        "a request may be answered twice",
        "binome/core/moves.py",
        "among.filter(pk=row.pk, state__in=move.sources)",
        "among.filter(pk=row.pk)",
    ),
    Mutant(
        "a report leaves the pair of the two open",
        ACTIONS + "pairs.py",
        "Pair.objects.live().filter(both)",
        "Pair.objects.live().filter(both, pk=None)",
    ),
    Mutant(
        "whoever was reported is still available to whoever reported her",
        "binome/mentoring/rules.py",
        "or blocked(person, other):",
        "or blocked(person, person):",
    ),
    Mutant(
        "only the mentor closes a pair",
        "binome/mentoring/lifecycle.py",
        '"close": Move("either", LIVE, PairState.CLOSED)',
        '"close": Move("mentor", LIVE, PairState.CLOSED)',
    ),
    Mutant(
        "a name stays visible after the end",
        "binome/mentoring/identity.py",
        "Q(pair__state=PairState.CLOSED, after_closing=True)",
        "Q(pair__state=PairState.CLOSED)",
    ),
    Mutant(
        "a reminder that goes again each day",
        ACTIONS + "answers.py",
        "filter(pk=row.pk, state=State.SENT, reminded_at=None).update(reminded_at=now)",
        "filter(pk=row.pk, state=State.SENT, reminded_at=None).update(reminded_at=None)",
    ),
    Mutant(
        "the people of a move are not locked",
        ACTIONS + "moves.py",
        "    _lock(one=one, other=other or one)\n",
        "    return\n",
        ("tests/mentoring/test_locks.py",),
    ),
    Mutant(
        "a page that is read writes",
        PAGES + "views/pairs.py",
        "    return _show(request, _seen_or_404(request, code))\n",
        "    seen = _seen_or_404(request, code)\n    seen.pair.save()\n    return _show(request, seen)\n",
        ("tests/web/mentoring/test_pairs.py",),
    ),
    Mutant(
        "an e-mail with the family name of the other",
        "binome/mentoring/emails.py",
        "        other_name=other.first_name,\n        due_at",
        "        other_name=__import__('binome.mentoring.identity').mentoring.identity"
        ".card(viewer=other, person=other).full_name,\n        due_at",
        ("tests/mentoring/test_requests.py",),
    ),
    Mutant(
        "her space with the family name of her partner before she shows it",
        PAGES + "views/pairs.py",
        "identity.card(viewer=request.user, person=seen.partner)",
        "identity.card(viewer=seen.partner, person=seen.partner)",
        ("tests/web/mentoring/test_pairs.py",),
    ),
    Mutant(
        "a moderator answers an appeal against her own decision",
        "binome/support/rules.py",
        "return decision.by_id not in selves and may_treat",
        "return may_treat",
        ("tests/support/test_measures.py",),
    ),
    Mutant(
        "an excluded mailbox comes back",
        "binome/support/actions/measures.py",
        "hashes.keep(purpose,",
        'hashes.keep("forgotten",',
        ("tests/support/test_bars.py",),
    ),
    Mutant(
        "a won appeal lifts what another case barred",
        "binome/core/hashes.py",
        "purpose=purpose, origin__in=digests(origin)).delete()",
        "purpose=purpose).delete()",
        ("tests/support/test_bars.py",),
    ),
    Mutant(
        "an erasure opens a case to whom it was kept from",
        "binome/support/privacy.py",
        "note_ties(cases)",
        "cases.exists()",
        ("tests/privacy/test_erasure.py",),
    ),
    Mutant(
        "the last administrator is dismissed",
        "binome/programmes/actions/roles.py",
        "not administrators_of(programme).exclude(pk=person.pk).exists()",
        "person is None",
        ("tests/support/test_roles.py",),
    ),
    Mutant(
        "the team's questions name the reporter",
        "binome/support/actions/treatment.py",
        "if sentence := rules.what_gives_away(words, case=case):",
        'if sentence := rules.what_gives_away("", case=case):',
        ("tests/support/test_measures.py",),
    ),
    Mutant(
        "a suspended member goes on",
        "binome/web/middleware.py",
        "if request.membership.is_set_aside:",
        "if request.membership.is_set_aside and not request.user.is_authenticated:",
        ("tests/web/support/test_own_cases.py",),
    ),
)
