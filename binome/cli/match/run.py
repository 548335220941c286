"""`binome match`: read, match, explain, write. Every refusal is a sentence; no traceback."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from binome.cli.match import files_out
from binome.cli.match.options import chosen_language, read_options
from binome.cli.match.sentences import Refusal, Say

REFUSED, USAGE, STOPPED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code: 0 done, 1 refused (files, rules, a file that can't be written), 2 a
    mistake in the command, 3 a proof that doesn't hold, 4 done with a proved gap (--time-limit), 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(given)
    asked = read_options(given, language)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without accents still answers
    say = Say(language, quiet=asked.quiet)
    try:
        return _run(asked, say)
    except KeyboardInterrupt:
        say.refuse("interrupted")
        return STOPPED
    except BrokenPipeError:
        return STOPPED
    except MemoryError:
        say.refuse("memory")
        return REFUSED
    except OSError as error:
        say.refuse("unwritable", file=error.filename or "", why=error.strerror or error)
        return REFUSED


def _run(asked: Namespace, say: Say) -> int:
    if asked.example:
        return files_out.write_example(asked.example, say)
    if nowhere := _nowhere(asked):
        say.refuse("nowhere", file=nowhere)
        return REFUSED
    if wrong := _misused(asked):
        say.refuse(wrong)
        return USAGE
    from binome.cli.match.session import Session  # numpy and scipy load here, after the quick answers
    from binome.matching.files.faults import FilesError
    from binome.matching.problem import ProblemError

    try:
        return Session(asked, say).run()
    except FilesError as error:
        say.faults(error)
    except ProblemError as error:
        say.refuse("problem", why=error.said(say.language))
    except Refusal as error:
        say.refuse("refusal", why=error)
    return REFUSED


def _nowhere(asked: Namespace) -> Path | None:
    """A file that couldn't be written: said before anything is computed."""
    for path in (asked.output, asked.report, asked.certificate):
        if path and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
            return Path(path)
    return None


def _misused(asked: Namespace) -> str:
    """The name of a sentence, when the files asked for don't go together."""
    if not asked.people and not (asked.mentees and asked.mentors):
        return "no_people"
    if asked.people and (asked.mentees or asked.mentors):
        return "people_twice"
    beside = files_out.beside(asked.output) if asked.output else None
    outputs = [path.resolve() for path in (asked.output, beside, asked.report, asked.certificate) if path]
    read = (asked.people, asked.mentees, asked.mentors, asked.rules, asked.compare)
    inputs = [path.resolve() for path in read if path]
    if len(set(outputs)) < len(outputs) or set(outputs) & set(inputs):
        return "same_file"
    if asked.stable and asked.parity:
        return "stable_or_parity"
    if asked.check and (asked.output or asked.report or asked.certificate):
        return "check_alone"
    return ""
