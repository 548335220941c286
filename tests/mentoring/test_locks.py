"""Every move of two people first makes the other moves of both wait (B4). SQLite asks, and need not wait."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from binome.mentoring import actions
from tests.factories import NOON, a_pair, a_request

pytestmark = pytest.mark.django_db
LOCK = re.compile(
    r'FROM "people_user" WHERE "people_user"."id" IN \((\d+), (\d+)\) ORDER BY (?:1|"people_user"."id") ASC'
)
LATER = NOON + timedelta(days=1)


def draft():
    return a_request(sent=False)


def questioned():
    row = a_request()
    actions.ask_question(mentoring_request=row, by=row.mentor, question="Où ?", now=NOON)
    return row


#: What is moved, and how.
MOVES = {
    "send": (draft, lambda row: actions.send_request(mentoring_request=row, by=row.mentee, now=LATER)),
    "ask": (a_request, lambda row: actions.ask_question(
        mentoring_request=row, by=row.mentor, question="Où ?", now=LATER)),
    "answer": (questioned, lambda row: actions.answer_question(
        mentoring_request=row, by=row.mentee, answer="Ici", now=LATER)),
    "accept": (a_request, lambda row: actions.accept_request(
        mentoring_request=row, by=row.mentor, reply="Oui", now=LATER)),
    "decline": (a_request, lambda row: actions.decline_request(
        mentoring_request=row, by=row.mentor, reason="time", reply="Non", now=LATER)),
    "withdraw": (a_request, lambda row: actions.withdraw_request(mentoring_request=row, by=row.mentee, now=LATER)),
    "meet": (a_pair, lambda pair: actions.log_meeting(
        pair=pair, by=pair.mentee, held_on=LATER.date(), minutes=60, format="remote", now=LATER)),
    "prolong": (a_pair, lambda pair: actions.prolong_pair(pair=pair, by=pair.mentee, months=3, now=LATER)),
    "close": (a_pair, lambda pair: actions.close_pair(pair=pair, by=pair.mentee, reason="time", now=LATER)),
    "separate": (a_pair, lambda pair: actions.separate(by=pair.mentee, person=pair.mentor, now=LATER)),
}  # fmt: skip


@pytest.mark.parametrize("verb", MOVES)
def test_a_move_locks_both_people_before_it_writes(verb):
    prepare, move = MOVES[verb]
    moved = prepare()

    with CaptureQueriesContext(connection) as queries:
        move(moved)

    asked = [query["sql"] for query in queries]
    locks = [number for number, sql in enumerate(asked) if LOCK.search(sql)]
    writes = [number for number, sql in enumerate(asked) if re.match("INSERT|UPDATE|DELETE", sql)]
    assert locks and locks[0] < writes[0]
    assert {int(code) for code in LOCK.search(asked[locks[0]]).groups()} == {moved.mentor_id, moved.mentee_id}
    assert connection.vendor == "sqlite" or asked[locks[0]].endswith("FOR NO KEY UPDATE")
