"""`make messages`: collect the French texts of the source into the catalogues, and compile them.

French is the language of the source (docs/adr/0002). `en` must be complete; `fr_Inclusif` holds only the texts that
change in a mixed programme, so its other entries stay empty. `fr` is made from the source: the same texts with French
spacing, so that nobody types a no-break space. In Python, so that nobody installs GNU gettext.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "binome" / "locale"
LANGUAGES = ("en", "fr_Inclusif")
#: Function: its arguments that are texts, in order; "c" a context, "s" a singular, "p" a plural.
SHAPES = {"gettext": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
TEMPLATE_CALL = re.compile(r"\b(n?p?gettext|_)\(((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)")
HEADER = (
    "Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural={plural};\n"
)

#: (context, singular, plural)
Key = tuple[str, str, str]


def collect() -> dict[Key, str]:
    """Every text of the source, with the first file that says it."""
    found: dict[Key, str] = {}
    for path in sorted((ROOT / "binome").rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            keys = _in_python(path.read_text(encoding="utf-8"))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            keys = _in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for key in keys:
            found.setdefault(key, path.relative_to(ROOT).as_posix())
    return found


def _in_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            yield from _key(name, texts)


def _in_template(source: str) -> Iterator[Key]:
    from django.utils.translation.template import templatize

    for name, arguments in TEMPLATE_CALL.findall(templatize(source)):
        yield from _key(name, list(ast.literal_eval(f"[{arguments.rstrip().rstrip(',')}]")))


def _key(name: str, texts: list[object]) -> Iterator[Key]:
    name = "gettext" if name == "_" else name.removesuffix("_lazy").removesuffix("_noop")
    parts = dict(zip(SHAPES.get(name, ""), texts, strict=False))
    if isinstance(parts.get("s"), str) and parts["s"]:
        yield str(parts.get("c", "")), str(parts["s"]), str(parts.get("p", ""))


def read_po(path: Path) -> dict[Key, list[str]]:
    """The translations of a catalogue: one text, or one for each number."""
    entries: dict[Key, list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n") if path.exists() else []:
        fields: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if found := re.match(r'(msg\w+(?:\[\d\])?)\s+(".*")$', line):
                keyword = found[1]
                fields[keyword] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                fields[keyword] += ast.literal_eval(line)
        if fields.get("msgid"):
            key = (fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""))
            entries[key] = [text for name, text in sorted(fields.items()) if name.startswith("msgstr")]
    return entries


def write_po(path: Path, language: str, sources: dict[Key, str], translations: dict[Key, list[str]]) -> None:
    blocks = [f'msgid ""\nmsgstr {_quoted(_header(language))}']
    for key, origin in sorted(sources.items(), key=lambda item: (item[1], item[0])):
        context, singular, plural = key
        texts = translations.get(key, ["", ""] if plural else [""])
        words = [("msgctxt", context), ("msgid", singular), ("msgid_plural", plural)]
        lines = [f"{keyword} {_quoted(text)}" for keyword, text in words if text]
        lines += [f"msgstr{f'[{number}]' if plural else ''} {_quoted(text)}" for number, text in enumerate(texts)]
        blocks.append("\n".join([f"#: {origin}", *lines]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _header(language: str) -> str:
    return HEADER.format(language=language, plural="(n != 1)" if language == "en" else "(n > 1)")


def compiled(language: str, translations: dict[Key, list[str]]) -> bytes:
    """The binary form that Django reads: sorted originals, then translations, each with its length and its place."""
    pairs = {b"": _header(language).encode()}
    for (context, singular, plural), texts in translations.items():
        if all(texts):
            original = (f"{context}\x04" if context else "") + singular + (f"\x00{plural}" if plural else "")
            pairs[original.encode()] = "\x00".join(texts).encode()
    originals = sorted(pairs)
    place = 28 + 16 * len(originals)
    tables: list[int] = []
    for texts_in_order in (originals, [pairs[original] for original in originals]):
        for text in texts_in_order:
            tables += [len(text), place]
            place += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(originals), 28, 28 + 8 * len(originals), 0, 0)
    body = b"\0".join([*originals, *(pairs[original] for original in originals)]) + b"\0"
    return head + struct.pack(f"<{len(tables)}I", *tables) + body


def french(sources: dict[Key, str]) -> dict[Key, list[str]]:
    """The texts of the source, as French prints them."""
    from binome.ui.wording import spaced

    return {key: [spaced(text) for text in key[1:] if text] for key in sources}


def printed(language: str, translations: dict[Key, list[str]]) -> dict[Key, list[str]]:
    """What a catalogue prints: inclusive French has French spacing too."""
    from binome.ui.wording import spaced

    if not language.startswith("fr"):
        return translations
    return {key: [spaced(text) for text in texts] for key, texts in translations.items()}


def main() -> None:
    sources = collect()
    spacing = LOCALE / "fr" / "LC_MESSAGES" / "django.mo"
    spacing.parent.mkdir(parents=True, exist_ok=True)
    spacing.write_bytes(compiled("fr", french(sources)))
    for language in LANGUAGES:
        catalogue = LOCALE / language / "LC_MESSAGES" / "django.po"
        write_po(catalogue, language, sources, read_po(catalogue))
        translations = read_po(catalogue)
        catalogue.with_suffix(".mo").write_bytes(compiled(language, printed(language, translations)))
        empty = sum(not all(texts) for texts in translations.values())
        print(f"{language}: {len(translations)} texts, {empty} without a translation.")


if __name__ == "__main__":
    from django.conf import settings

    sys.path.insert(0, str(ROOT))
    settings.configure()
    main()
