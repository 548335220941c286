"""One run of `binome match` once its arguments make sense: read, match, prove, explain, write, say."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from binome.cli.match import files_out
from binome.cli.match.progress import Progress
from binome.cli.match.sentences import BLOCKING, CHANGED, FEWER, FREE, NO_BLOCKING, NO_CHANGE, Refusal, Say
from binome.matching import kernels
from binome.matching.bounds import PopulationCertificate, certify_population, read_certificate
from binome.matching.certificate import Certificate
from binome.matching.certify import certify
from binome.matching.checking import check, check_population
from binome.matching.compiler import compile_problem
from binome.matching.engine import Matching, match, open_market
from binome.matching.explain import why_not
from binome.matching.files.couples import read_groups, read_pairs
from binome.matching.files.faults import nearest
from binome.matching.files.reading import Promotion, read_promotion
from binome.matching.forms import open_population
from binome.matching.kernels import Kernel
from binome.matching.listed import scores
from binome.matching.parity import match_with_parity
from binome.matching.problem import Form, PairList, Problem, ProblemError, Protection
from binome.matching.rankings import Rankings
from binome.matching.report.findings import Findings, gather, protection_cost
from binome.matching.report.nouns import NOUNS, told_sum
from binome.matching.report.page import render
from binome.matching.report.proof import tell_bound, tell_gap, tell_protection
from binome.matching.scenarios import Comparison, compare
from binome.matching.stable import account, match_stable
from binome.matching.tables import Tables
from binome.matching.words import Sentence, counted, decimal, whole

DONE, REFUSED, NOT_PROVED, WITH_GAP = 0, 1, 3, 4
#: Pairs that the check scores one by one; beyond, a kernel goes through them.
ONE_BY_ONE = 3_000_000


class Session:
    """The arguments, and what speaks for them."""

    def __init__(self, asked: Namespace, say: Say) -> None:
        self.asked, self.say, self.language = asked, say, say.language
        steps = 6 + bool(asked.compare)
        self.progress = Progress(sys.stderr, self.language, steps, quiet=asked.quiet)
        self.end = time.monotonic() + asked.time_limit if asked.time_limit else None

    def run(self) -> int:
        """Everything that was asked. Returns the exit code."""
        self.progress.step("read")
        promotion = self._read(self._rules())
        if self.asked.protection:
            problem = replace(promotion.problem, protection=Protection(self.asked.protection))
            promotion = replace(promotion, problem=problem)
        try:
            return self._check(promotion) if self.asked.check else self._match(promotion)
        finally:
            self.progress.done()

    def _rules(self) -> Path:
        beside: Path = self.asked.people or self.asked.mentees
        return self.asked.rules or beside.with_name("rules.toml")

    def _read(self, rules: Path) -> Promotion:
        asked = self.asked
        files = [(asked.people, None)] if asked.people else [(asked.mentees, 0), (asked.mentors, 1)]
        promotion = read_promotion(files, rules)
        self.progress.done()
        self.say.remarks(promotion.remarks)
        return promotion

    def _options(self) -> dict[str, Any]:
        asked = self.asked
        return {
            "kernel": asked.kernel,
            "solver": asked.solver,
            "threads": asked.threads,
            "expired": lambda: self.end is not None and time.monotonic() > self.end,
        }

    def _solve(self, problem: Problem) -> Matching:
        if problem.form is not Form.PAIRS:
            self.progress.step("population")
        return match(problem, **self._options(), progress=self.progress.round)

    def _match(self, promotion: Promotion) -> int:
        couples = [self._couple(promotion.problem, *names) for names in self.asked.why_not]
        other = self._other(promotion)
        matching = self._chosen(promotion)
        certificate = self._certificate(matching)
        self.progress.step("check")
        claimed = certificate or (certify_population(matching) if matching.population else None)
        faults = self._faults(matching.problem, matching.pairs, claimed) if claimed else []
        comparison = self._comparison(matching, promotion, other)
        self.progress.step("explain")
        findings = gather(
            promotion,
            matching,
            certificate=certificate,
            faults=faults,
            kernel=self.asked.kernel,
            threads=self.asked.threads,
            comparison=comparison,
            other=self.asked.compare.name if self.asked.compare else "",
        )
        answers = [self._why_not(promotion, matching, *couple) for couple in couples]
        self.progress.step("write")
        self._write(findings)
        self.progress.done()
        self._tell(findings, answers)
        if faults:
            return NOT_PROVED
        return WITH_GAP if certificate and certificate.gap else DONE

    def _chosen(self, promotion: Promotion) -> Matching:
        """The best matching, or the stable one, or the one brought to parity."""
        if (self.asked.stable or self.asked.parity) and promotion.problem.form is not Form.PAIRS:
            raise Refusal(self.say.words("two_sides"))
        if self.asked.stable:
            return self._stable(promotion.problem)
        if self.asked.parity:
            return self._parity(promotion)
        return self._solve(promotion.problem)

    def _stable(self, problem: Problem) -> Matching:
        """Deferred acceptance; the three numbers of both are said side by side."""
        best = self._solve(replace(problem, protection=Protection.NONE))
        self.progress.step("stable")
        tables = compile_problem(problem)
        market = open_market(problem, tables)
        pricing = kernels.choose(self.asked.kernel, market.tables, self.asked.threads)
        rankings = Rankings.of(problem, market.tables, market.mentees, market.mentors)
        found = match_stable(rankings, pricing)
        mentee = np.concatenate([market.mentees[found.mentee], problem.pinned.mentee])
        mentor = np.concatenate([market.mentors[found.mentor], problem.pinned.mentor])
        order = np.lexsort((mentor, mentee))
        pairs = PairList(mentee[order].astype(np.int32), mentor[order].astype(np.int32))
        assert best.proof is not None
        free = best.proof.levels[-1].pairs()
        imposed = scores(tables, problem.pinned)
        numbers: dict[str, object] = {}
        for name, them in (("stable", found), ("best", PairList(free.mentee, free.mentor))):
            those = account(rankings, pricing, them)
            numbers |= {name: those.matched + len(imposed)}
            numbers |= {f"{name}_points": whole(those.points + int(imposed.sum()), self.language)}
            blocking = counted(those.blocking, *BLOCKING, self.language) if those.blocking else NO_BLOCKING
            numbers |= {f"{name}_blocking": blocking}
        self.progress.done()
        self.say.result("stable_account", **numbers)
        return Matching(problem, pairs, scores(tables, pairs))

    def _parity(self, promotion: Promotion) -> Matching:
        column = self.asked.parity
        if column not in promotion.groups:
            raise Refusal(self.say.words("no_group", column=column) + self._meant(column, promotion.groups))
        found = match_with_parity(promotion.problem, promotion.groups[column][0], **self._options())
        self.progress.done()
        before, after = (decimal(gap, self.language) for gap in found.gap)
        if before == after and not found.cost:
            self.say.result("parity_already", column=column, before=before)
            return found.matching
        cost = counted(found.cost, *FEWER, self.language) if found.cost else FREE
        self.say.result("parity", column=column, group=found.label or "–", before=before, after=after, cost=cost)
        return found.matching

    def _certificate(self, matching: Matching) -> Certificate | None:
        if matching.proof is None:
            return None
        return certify(matching, kernel=self.asked.kernel, solver=self.asked.solver, threads=self.asked.threads)

    def _faults(
        self, problem: Problem, pairs: PairList, certificate: Certificate | PopulationCertificate
    ) -> list[Sentence]:
        """The independent check; a kernel goes through all pairs where there are too many for criteria.py."""
        many = len(problem.mentees) * len(problem.mentors) > ONE_BY_ONE and certificate.form is problem.form
        if isinstance(certificate, PopulationCertificate):
            kernel = self._kernel(open_population(problem)[2]) if many else None
            return check_population(problem, pairs, certificate, kernel=kernel)
        kernel = self._kernel(open_market(problem, compile_problem(problem)).tables) if many else None
        return check(problem, pairs, certificate, kernel=kernel)

    def _kernel(self, tables: Tables) -> Kernel:
        return kernels.choose(self.asked.kernel, tables, self.asked.threads)

    def _other(self, promotion: Promotion) -> Promotion | None:
        """The same people with other rules; looked at before anything is computed."""
        other = self._read(self.asked.compare) if self.asked.compare else None
        if other and other.problem.form is not promotion.problem.form:
            raise Refusal(self.say.words("other_form", other=self.asked.compare.name))
        return other

    def _comparison(self, matching: Matching, promotion: Promotion, other: Promotion | None) -> Comparison | None:
        if not other:
            return None
        groups = {name: sides[0] for name, sides in promotion.groups.items()}
        return compare(matching, self._solve(other.problem), groups)

    def _meant(self, name: str, known: Iterable[str]) -> str:
        found = nearest(name, known)
        return f" {self.say.words('nearest', meant=found)}" if found else ""

    def _couple(self, problem: Problem, mentee: str, mentor: str) -> tuple[int, int]:
        """Their places in the problem; looked for before anything is computed."""
        places: list[int] = []
        sides = zip((problem.mentees, problem.mentors), (mentee, mentor), problem.called, strict=True)
        for people, who, noun in sides:
            if who not in people.ids:
                name = noun.many.said(self.language)
                raise Refusal(self.say.words("unknown_person", who=who, side=name) + self._meant(who, people.ids))
            places.append(people.ids.index(who))
        return places[0], places[1]

    def _why_not(self, promotion: Promotion, matching: Matching, mentee: int, mentor: int) -> str:
        problem, names = promotion.problem, promotion.called
        try:
            solve = partial(match, **self._options())
            answer = why_not(matching, mentee, mentor, solve).said(self.language, names)
        except ProblemError:
            if problem.form is not Form.CIRCLES:
                raise
            answer = self.say.words("other_circles")
        who = names[problem.mentees.ids[mentee]], names[problem.mentors.ids[mentor]]
        return self.say.words("why_not", mentee=who[0], mentor=who[1], why=answer)

    def _check(self, promotion: Promotion) -> int:
        """Replay a proof: no solver is called."""
        pairs_file, proof_file = self.asked.check
        certificate = read_certificate(proof_file.read_text(encoding="utf-8", errors="replace"))
        problem = replace(promotion.problem, protection=certificate.protection)
        if problem.form is Form.PAIRS:
            pairs = read_pairs(pairs_file, problem)
        else:
            pairs = read_groups(pairs_file, problem, files_out.TITLES[problem.form])
        self.progress.step("check")
        faults = self._faults(problem, pairs, certificate)
        self.progress.done()
        for fault in faults:
            self.say.refuse("not_proved", why=fault)
        if faults:
            return NOT_PROVED
        whole_proof = certificate.exact and (isinstance(certificate, Certificate) or certificate.gap == (0, 0))
        self.say.result("holds" if whole_proof else "holds_partly", pairs=whole(len(pairs), self.language))
        if isinstance(certificate, Certificate):
            self.say.line(certificate.said(self.language))
        else:
            self.say.line(tell_gap(certificate.gap, certificate.weight, self.language))
        return DONE

    def _write(self, findings: Findings) -> None:
        asked = self.asked
        if asked.output:
            circles = findings.promotion.problem.form is Form.CIRCLES
            write = files_out.write_circles if circles else files_out.write_pairs
            write(findings, asked.output, self.language)
            files_out.write_alone(findings, files_out.beside(asked.output), self.language)
        if asked.report:
            files_out.write_text(asked.report, render(findings, self.language))
        claimed: Certificate | PopulationCertificate | None = findings.certificate
        if claimed is None and findings.matching.population:
            claimed = certify_population(findings.matching)
        if asked.certificate and claimed:
            files_out.write_text(asked.certificate, claimed.to_json())

    def _tell(self, findings: Findings, answers: list[str]) -> None:
        """The result in a few lines, on the output."""
        say, language, certificate = self.say, self.language, findings.certificate
        served, asking = (whole(each, language) for each in (findings.served, findings.asking))
        matching, form = findings.matching, findings.promotion.problem.form
        say.result("served", had=NOUNS[form].served, served=served, asking=asking)
        if certificate:
            say.line(certificate.said(language))
        else:
            points = int(matching.points.sum())
            say.line(told_sum(form, len(matching.circles), len(matching.pairs), points, language))
            if matching.population:
                say.line(tell_bound(findings, language))
        if cost := protection_cost(matching):
            fewer = counted(cost.points, *FEWER, language) if cost.points else FREE
            say.result("protection", fewer=fewer, told=tell_protection(cost, language))
        if found := findings.comparison:
            holes = {"pairs": whole(found.pairs[1], language), "points": whole(found.points[1], language)}
            changed = counted(len(found.changes), *CHANGED, language) if found.changes else NO_CHANGE
            say.result("compared", other=findings.other, changed=changed, **holes)
        for answer in answers:
            say.line(answer)
        for fault in findings.faults:
            say.refuse("not_proved", why=fault)
        asked, proved = self.asked, certificate or matching.population
        outputs = [asked.output, files_out.beside(asked.output) if asked.output else None, asked.report]
        written = [path for path in (*outputs, asked.certificate if proved else None) if path]
        for path in written:
            say.result("wrote", file=path)
        if asked.certificate and not proved:
            say.refuse("no_certificate", file=asked.certificate)
        if not written:
            say.result("nothing_written")
