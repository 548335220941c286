"""What the invented women write about themselves. Pure: no row, no clock, one source of chance."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .cast import Casting, Woman
from .fragments import Bag, Fragment, lower_first, read, typeset, upper_first

SHORTEST, LONGEST = 300, 900
#: Not twice in one text: two different numbers of children, or two mothers.
_FAMILY = re.compile(r"enfant|fils|fille|garçon|parental|maman|mère|maternité|veuve|grossesse|enceinte", re.IGNORECASE)
_BOSS = re.compile(r"\b(?:dirige|encadre|équipe|chef|direct|respons|préside|fond|brigade|associée)", re.IGNORECASE)
_NO_BOAST = re.compile(r"travaill|\{(?:J|j)ob|chef")
_NUMBERS_TEXT = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit "
    "vingt-neuf trente"
)
_NUMBERS = _NUMBERS_TEXT.split()
#: What tells apart two women of the same trade, by stage.
_ALSO = {
    "d": (" en début de parcours", ", en contrat court", ", à mi-temps", " et étudiante du soir", ", en remplacement"),
    "r": (" et bénévole", " et élue municipale", " et grand-mère", " et lectrice à voix haute", " et conférencière",
          " et toujours curieuse", " et écrivaine publique", " et choriste"),
    "c": (" et formatrice", " et tutrice d'apprenties", " et élue municipale", ", à temps partiel", " et conférencière",
          " et bénévole", ", au retour d'une pause", " et trésorière d'association", " et marraine d'une école",
          " et enseignante vacataire"),
}  # fmt: skip
#: Circumstances in which she has no trade to tell; each has its own lines.
_NO_POST = frozenset({"past", "student", "graduate", "free"})

# The orders in which a presentation tells things.
MENTOR_PLANS = (
    "open trade trade turn share posture closing",
    "turn trade share posture aside",
    "trade trade turn share closing",
    "open trade turn share share closing",
    "trade turn posture aside share",
    "open trade trade aside turn share",
    "turn open trade share closing",
    "share trade turn posture closing",
    "trade trade share posture closing",
    "open trade share share aside closing",
    "posture trade turn share",
    "open turn share posture",
)
MENTEE_PLANS = (
    "open trade situation hope",
    "situation trade hope aside",
    "trade situation aside hope",
    "open situation hope hope",
    "open trade trade situation hope",
    "trade aside situation hope hope",
    "situation hope trade",
    "open aside trade situation hope",
)


@dataclass(frozen=True)
class Written:
    """An invented woman and her profile."""

    woman: Woman
    retired: bool
    headline: str
    quote: str
    presentation: str
    path: str
    sector: str
    topics: tuple[str, ...]
    formats: tuple[str, ...]
    rhythms: tuple[str, ...]
    capacity: int
    #: What a mentee's request repeats: where she stands now.
    situation: str = ""
    link: str = ""


@dataclass(frozen=True)
class Chosen:
    """What is decided about a woman before her text is put in order."""

    woman: Woman
    sector: str
    stage: str
    trade: Fragment
    headline: str
    core: Fragment | None  # her turning point, or where she stands
    topics: tuple[str, ...]
    mentee: bool = False

    @property
    def flags(self) -> frozenset[str]:
        return self.core.flags if self.core else frozenset()

    @property
    def job(self) -> str:
        plain = lower_first(self.trade.texts[0].split(",")[0])
        return f"{plain} à la retraite" if self.stage == "r" and "retraitée" not in plain else plain


class Writer:
    """Writes profiles one after the other; the same words come back as late as possible."""

    def __init__(self, random: Random, casting: Casting, year: int) -> None:
        self._random = random
        self._casting = casting
        self._year = year
        self._bags: dict[tuple[str, str], Bag[Fragment]] = {}
        self._titles: dict[str, int] = {}
        self._sectors = Bag(tuple(read("trades")), random)
        self._presentations: set[str] = set()

    def mentor(self) -> Written:
        stage = self._random.choices("dcsr", (5, 40, 33, 22))[0]
        youngest, oldest = {"d": (25, 33), "c": (31, 55), "s": (40, 63), "r": (61, 76)}[stage]
        woman = self._casting.woman(youngest=youngest, oldest=oldest)
        sector = self._sectors.deal()
        trade = self._deal("trades", sector, woman, lambda f: f.words == (stage,))
        turn = self._suiting("turnings", "turning", woman, sector, trade, self._may_have_turned(woman, trade))
        topics = turn.words if turn else ()
        more = self._random.sample([f.words[0] for f in read("shares")["share"]], 12)
        topics = tuple(dict.fromkeys((*topics, *(t for t in more if _plausible(t, woman, stage)))))
        topics = topics[: self._random.choice((2, 3, 3, 3, 4, 4, 5))]
        chosen = Chosen(woman, sector, stage, trade, self._headline(trade, stage), turn, topics)
        # One woman in eight leaves the sentence empty.
        quote = "" if self._random.random() < 0.12 else self._quote(chosen)
        return self._written(chosen, MENTOR_PLANS, quote=quote, path=self._path(chosen))

    def mentee(self) -> Written:
        woman = self._casting.woman(youngest=20, oldest=60)
        sector = self._sectors.deal()
        situation = self._deal("mentees", "situation", woman, lambda f: _fits_life(f, woman), sector)
        stage = "s" if "boss" in situation.flags else "d" if woman.age < 30 else "c"
        calm = "noboss" in situation.flags

        def trade_of_hers(f: Fragment) -> bool:
            return f.words == (stage,) and not (calm and _BOSS.search(" ".join(f.texts)))

        trade = self._suiting("trades", sector, woman, sector, wanted=trade_of_hers) or self._deal(
            "trades", sector, woman, lambda f: f.words == ("d",)
        )
        more = self._random.sample([f.words[0] for f in read("shares")["share"]], 3)
        topics = tuple(dict.fromkeys((*situation.words, *(t for t in more if _plausible(t, woman, stage)))))[:4]
        headline = self._mentee_headline(situation, trade, sector, stage)
        chosen = Chosen(woman, sector, stage, trade, headline, situation, topics, mentee=True)
        return self._written(chosen, MENTEE_PLANS)

    def _may_have_turned(self, woman: Woman, trade: Fragment) -> Callable[[Fragment], bool]:
        with_turn, family = self._random.random() < 0.72, _FAMILY.search(" ".join(trade.texts))
        return lambda f: with_turn and not (family and _FAMILY.search(f.text)) and _same_place(f, woman)

    def _deal(
        self, name: str, section: str, woman: Woman, wanted: Callable[[Fragment], bool], sector: str = ""
    ) -> Fragment:
        found = self._suiting(name, section, woman, sector or section, wanted=wanted)
        if found is None:
            raise LookupError(f"{name}: nothing in {section} suits.")
        return found

    def _suiting(
        self,
        name: str,
        section: str,
        woman: Woman,
        sector: str,
        trade: Fragment | None = None,
        wanted: Callable[[Fragment], bool] = lambda _f: True,
    ) -> Fragment | None:
        key = (name, section)
        if key not in self._bags:
            self._bags[key] = Bag(read(name)[section], self._random)
        title = trade.texts[0] if trade else ""
        return self._bags[key].find(lambda f: f.suits(age=woman.age, sector=sector, title=title) and wanted(f))

    def _headline(self, trade: Fragment, stage: str) -> str:
        title = trade.texts[0]
        seen = self._titles[title] = self._titles.get(title, -1) + 1
        more = [also for also in _ALSO.get(stage, _ALSO["c"]) if also.split()[-1] not in title.lower()]
        return typeset(title + more[(seen * 3 + len(title)) % len(more)] if seen else title)

    def _mentee_headline(self, situation: Fragment, trade: Fragment, sector: str, stage: str) -> str:
        field, activity = _field(sector)
        if "student" in situation.flags:
            return typeset(f"Étudiante en {field}")
        if "graduate" in situation.flags:
            return typeset(f"Jeune diplômée en {field}")
        if "free" in situation.flags:
            return typeset(f"Indépendante, {activity}")
        if "past" in situation.flags:
            return typeset(f"{trade.texts[0].split(',')[0]}, en recherche d'emploi")
        return self._headline(trade, stage)

    def _quote(self, chosen: Chosen) -> str:
        def hers(f: Fragment) -> bool:
            on_place = "island" not in f.flags or chosen.woman.island
            return on_place and bool({chosen.sector, *chosen.topics[:2], "*"} & set(f.words))

        found = self._suiting("quotes", "quote", chosen.woman, chosen.sector, chosen.trade, hers)
        return typeset(found.text) if found else ""

    def _written(self, chosen: Chosen, plans: tuple[str, ...], *, quote: str = "", path: str = "") -> Written:
        while True:
            presentation = self._presentation(chosen, self._random.choice(plans))
            if SHORTEST <= len(presentation) <= LONGEST and presentation not in self._presentations:
                break
        self._presentations.add(presentation)
        woman, chance = chosen.woman, self._random.random
        formats = [f for f, share in (("remote", 0.85), ("in_person", 0.45), ("phone", 0.4)) if chance() < share]
        rhythms = ("monthly",) if chance() < 0.6 else ("fortnightly",) if chance() < 0.3 else ("monthly", "fortnightly")
        return Written(
            woman=woman,
            retired=chosen.stage == "r",
            headline=chosen.headline[:120],
            quote=quote,
            presentation=presentation,
            path=path,
            sector=chosen.sector,
            topics=chosen.topics,
            formats=tuple(formats or ["remote"]),
            rhythms=rhythms,
            capacity=self._random.choices((1, 2, 3), (45, 40, 15))[0],
            situation=typeset(chosen.core.text) if chosen.core else "",
        )

    def _presentation(self, chosen: Chosen, plan: str) -> str:
        steps, parts = plan.split(), dict[str, str]()
        trades = self._trade_lines(chosen, steps.count("trade"))
        shared = list(chosen.topics)
        for step in steps:
            text = self._part(step, chosen, trades, shared, " ".join(parts))
            if text:
                parts.setdefault(text, step)
        # A new paragraph now and then, where a thought begins.
        begins = [
            n for n, step in enumerate(parts.values()) if n > 1 and step in ("turn", "share", "situation", "hope")
        ]
        cut = self._random.choice(begins) if begins and self._random.random() < 0.65 else len(parts)
        texts = list(parts)
        return typeset("\n\n".join(" ".join(block) for block in (texts[:cut], texts[cut:]) if block))

    def _trade_lines(self, chosen: Chosen, wanted: int) -> list[str]:
        """The lines on her trade, in their order; on her situation when she has no post."""
        flags = _NO_POST & chosen.flags
        if flags:
            found = self._suiting("mentees", min(flags), chosen.woman, chosen.sector)
            return [self._filled(found.text, chosen)] if found else []
        lines = list(chosen.trade.texts[1:])
        return lines if wanted > 1 else [lines[0] if self._random.random() < 0.6 else lines[1]]

    def _part(self, step: str, chosen: Chosen, trades: list[str], shared: list[str], so_far: str) -> str:
        if step == "trade":
            return trades.pop(0) if trades else ""
        if step in ("turn", "situation"):
            return chosen.core.text if chosen.core else ""
        if step == "share":
            topic = shared.pop(0) if shared else chosen.topics[0]
            found = self._suiting("shares", "share", chosen.woman, chosen.sector, wanted=lambda f: f.words == (topic,))
            return found.text if found else ""
        family = _FAMILY.search(so_far + (chosen.core.text if chosen.core else ""))
        works = chosen.stage != "r" and not _NO_POST & chosen.flags
        found = self._suiting(
            "mentees" if chosen.mentee else "voices", "opening" if step == "open" else step,
            chosen.woman, chosen.sector,
            wanted=lambda f: not (family and _FAMILY.search(f.text)) and (works or not _NO_BOAST.search(f.text)),
        )  # fmt: skip
        return self._filled(found.text, chosen) if found else ""

    def _filled(self, text: str, chosen: Chosen) -> str:
        field, activity = _field(chosen.sector)
        years = _NUMBERS[self._random.randint(3, max(4, min(30, chosen.woman.age - 21)))]
        at = chosen.woman.at
        filled = text.format(
            at=at, At=upper_first(at), years=f"{years} ans", age=chosen.woman.age, job=chosen.job,
            Job=upper_first(chosen.job), field=field, activity=activity,
        )  # fmt: skip
        return re.sub(r"\bde (?=[aeiouéèêà])", "d'", filled)

    def _path(self, chosen: Chosen) -> str:
        """Her path, one step a line, as `1994 à 2009 : what. A word about it.` A third write none."""
        if self._random.random() < 0.35 or chosen.stage == "d":
            return ""
        start = self._year - chosen.woman.age + self._random.randint(20, 25)
        end = self._year - self._random.randint(1, 5) if chosen.stage == "r" else self._year
        steps = self._random.randint(2, 3 if end - start < 18 else 4)
        years = [start, *sorted(self._random.sample(range(start + 2, end - 1), steps - 1)), end]
        lines = [self._earlier_step(chosen, n, since, years[n + 1]) for n, since in enumerate(years[:-2])]
        if chosen.stage == "r":
            lines.append(f"{years[-2]} à {end} : {chosen.job.removesuffix(' à la retraite')}.")
            lines.append(
                f"Depuis {end} : " + self._random.choice(("retraitée, et occupée.", "une autre vie.", "le temps."))
            )
        else:
            lines.append(f"Depuis {years[-2]} : {lower_first(chosen.headline)}.")
        return typeset("\n".join(lines))

    def _earlier_step(self, chosen: Chosen, number: int, since: int, until: int) -> str:
        elsewhere = number == 0 and "changer-de-metier" in chosen.topics
        sector = self._sectors.deal() if elsewhere else chosen.sector
        stage = "d" if number == 0 else "c"
        titles = [f.texts[0].split(",")[0] for f in read("trades")[sector] if f.words == (stage,) and f != chosen.trade]
        title = re.sub(
            r" (?:débutante|junior|stagiaire|en (?:reconversion|premier poste))", "", self._random.choice(titles)
        )
        comment = self._suiting("voices", "step", chosen.woman, chosen.sector)
        return f"{since} à {until} : {lower_first(title)}. {comment.text if comment else ''}".strip()


def _field(sector: str) -> tuple[str, str]:
    line = next(f for f in read("mentees")["field"] if f.words == (sector,))
    return line.texts[0], line.texts[1]


def _same_place(f: Fragment, woman: Woman) -> bool:
    return "retour-en-france" not in f.words or not woman.abroad


def _fits_life(f: Fragment, woman: Woman) -> bool:
    if "abroad" in f.flags or "island" in f.flags:
        return ("abroad" in f.flags and woman.abroad) or ("island" in f.flags and woman.island)
    return not ("retour-en-france" in f.words and woman.abroad)


def _plausible(topic: str, woman: Woman, stage: str) -> bool:
    """Whether a woman of this age and place may well speak about it."""
    return {
        "seconde-carriere": woman.age >= 48,
        "gouvernance": woman.age >= 42 and stage in "sr",
        "mobilite-internationale": woman.abroad or woman.island or woman.age % 5 == 0,
        "retour-en-france": woman.age % 7 == 0 and woman.age > 30 and not woman.abroad,
        "metiers-techniques": False,
        "passer-un-concours": woman.age % 4 == 0,
        "diriger-une-equipe": stage != "d",
    }.get(topic, True)
