"""The invented women: all different, believable in their bounds, and no family name in a word of theirs."""

import re
from random import Random

import pytest

from binome.cli.demo.cast import Casting
from binome.cli.demo.fragments import Bag, read, typeset
from binome.cli.demo.profiles import LONGEST, SHORTEST, Writer
from binome.cli.demo.stories import Correspondence
from binome.core.french import fold, query, tokens, vocabulary
from binome.people.models import Profile
from binome.programmes import defaults

YEAR = 2026


def write(seed=1, mentors=320, mentees=510):
    random = Random(seed)
    writer = Writer(random, Casting(random, YEAR), YEAR)
    return [writer.mentor() for _ in range(mentors)], [writer.mentee() for _ in range(mentees)]


@pytest.fixture(scope="module")
def people():
    return write()


@pytest.fixture(scope="module")
def askings(people):
    mentors, mentees = people
    random = Random(5)
    correspondence = Correspondence(random)
    couples = [(random.choice(mentors), mentee) for mentee in mentees]
    return [(mentor, mentee, correspondence.asking(mentor, mentee)) for mentor, mentee in couples]


def texts_of(profile):
    return [profile.headline, profile.quote, profile.presentation, profile.path, profile.situation]


def test_the_same_seed_invents_the_same_women():
    assert write(7, 30, 30) == write(7, 30, 30)
    assert write(7, 30, 30) != write(8, 30, 30)


def test_no_two_presentations_nor_addresses_are_the_same(people):
    everyone = [*people[0], *people[1]]

    assert len({p.presentation for p in everyone}) == len({p.woman.email for p in everyone}) == 830


def test_presentations_have_a_believable_length(people):
    lengths = [len(p.presentation) for p in (*people[0], *people[1])]

    assert min(lengths) >= SHORTEST and max(lengths) <= LONGEST


def test_texts_fit_their_columns(people):
    for profile in (*people[0], *people[1]):
        for name in ("headline", "quote", "presentation", "path", "sector"):
            assert len(getattr(profile, name)) <= Profile._meta.get_field(name).max_length


def test_no_family_name_appears_in_any_text_or_first_name(people, askings):
    everyone = [*people[0], *people[1]]
    written = [
        text for p in everyone for text in (*texts_of(p), p.woman.first_name, p.woman.city, p.woman.at, p.woman.email)
    ]
    written += [
        text for _mentor, _mentee, asking in askings for text in (asking.objective, asking.about_me, asking.why_you)
    ]
    written += [f.text for section in read("requests").values() for f in section]
    all_words = "\n".join(fold(text) for text in written)

    assert {p.woman.family_name for p in everyone if fold(p.woman.family_name) in all_words} == set()


def test_every_fragment_left_no_hole(people, askings):
    written = "\n".join(text for p in (*people[0], *people[1]) for text in texts_of(p))
    written += "\n".join(f"{a.objective} {a.about_me} {a.why_you}" for *_couple, a in askings)

    assert not re.search(r"[{}|\[\]@~]|  |None", written)


def test_french_elision_agreement_of_de_and_typography(people, askings):
    written = "\n".join(text for p in (*people[0], *people[1]) for text in texts_of(p))
    written += "\n".join(f"{a.objective} {a.about_me} {a.why_you}" for *_couple, a in askings)

    # "de le traverser" is right: a pronoun before a verb.
    assert not re.findall(r"\b(?:de|à) les? (?!\w+re?\b)\w+", written)
    assert not re.findall(r"\b(?:[Jj]e|[Qq]ue|[Ll]orsque|[dnm]e) [aeiouéêè]\w*", written)
    assert not re.findall(r"[^\u00a0\u202f][;!?»]|[^\u00a0]:|'|« [^\u00a0]", written)
    assert not re.findall(r"\b[Jj]e suis (?:un |le |fier|prêt |seul )", written)


def test_mentors_speak_from_every_sector_stage_and_part_of_the_world(people):
    mentors = people[0]

    assert {p.sector for p in mentors} == {row["slug"] for row in defaults.sectors()}
    assert {t for p in mentors for t in p.topics} == {row["slug"] for row in defaults.topics()}
    assert sum(p.retired for p in mentors) >= 40 and sum(p.woman.age < 35 for p in mentors) >= 20
    assert sum(p.woman.abroad for p in mentors) >= 30 and sum(p.woman.island for p in mentors) >= 15


def test_mentees_begin_or_begin_again(people):
    mentees = people[1]

    assert sum(p.woman.age < 26 for p in mentees) >= 30
    assert sum("en recherche d’emploi" in p.headline for p in mentees) >= 10
    assert all(p.situation in p.presentation.replace("\n\n", " ") for p in mentees if p.situation)


def test_few_mentors_share_a_sentence_or_a_title(people):
    mentors = people[0]
    quotes = [p.quote for p in mentors if p.quote]
    headlines = [p.headline for p in mentors]

    assert max(map(quotes.count, quotes)) <= 4
    assert len(set(headlines)) >= 0.95 * len(headlines)


def test_the_fragments_are_many():
    assert len(read("turnings")["turning"]) >= 60
    assert len(read("quotes")["quote"]) >= 60
    assert len(read("shares")["share"]) >= 40


def test_requests_answer_the_mentors_profile(askings):
    for mentor, mentee, asking in askings:
        assert mentor.woman.first_name in asking.why_you
        assert mentee.situation in asking.about_me
        assert asking.rhythm in mentor.rhythms
    assert len({asking.why_you for *_couple, asking in askings}) >= 0.95 * len(askings)


def test_who_has_no_post_does_not_say_that_she_works(askings):
    idle = [a.about_me for _mentor, mentee, a in askings if re.match(r"Étudiante|Jeune|.*recherche", mentee.headline)]

    assert len(idle) > 20
    assert not [text for text in idle if "je travaille comme" in text]


def test_a_bag_deals_all_before_any_comes_back():
    bag = Bag(tuple("abcd"), Random(1))

    assert sorted(bag.deal() for _ in range(4)) == list("abcd")
    assert Bag((1, 2), Random(1)).find(lambda n: n > 2) is None


def test_typography_is_french():
    assert typeset("L'idée : « oui » ! Vrai ; sûr ?") == "L’idée\u00a0: «\u00a0oui\u00a0»\u202f! Vrai\u202f; sûr\u202f?"


def misspelt(word, random):
    """One mistake of the fingers: a letter doubled, dropped, replaced, or two exchanged."""
    at = random.randrange(1, len(word) - 1)
    return random.choice((
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + random.choice("aeinrst") + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ))  # fmt: skip


@pytest.mark.parametrize(("whole_words", "share"), [(True, 0.97), (False, 0.9)])
def test_misspelt_words_of_the_profiles_find_their_word(people, whole_words, share):
    random = Random(3)
    written = [text for p in people[0] for text in texts_of(p)]
    known = vocabulary(written)
    if not whole_words:
        known = set(known.values())
    asked = sorted({w for text in written for w in re.findall(r"[a-z]{5,}", fold(text)) if tokens(w)})
    typed = [(word, misspelt(word, random)) for word in asked]
    # A mistake may make another word in use, or too short a one.
    typed = [
        (word, wrong) for word, wrong in typed if len(wrong) >= 5 and tokens(wrong) and tokens(wrong)[0] not in known
    ]
    found = [word for word, wrong in typed if tokens(word)[0] in query(wrong, known).groups[0]]

    assert len(typed) > 1000
    assert len(found) / len(typed) >= share
