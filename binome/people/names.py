"""What a name is made of, whoever writes it: its owner on a page, or her organisation in a directory."""

import re
import unicodedata

#: What no name holds but an address or a program does: a first name is written to a stranger's mailbox (« Bonjour… »).
NO_NAME = re.compile(r"[\d/\\:@<>=?#&%{}\[\]|*+$^~_]|\.\w")
#: Unicode's categories of signs that show nothing or nothing known: controls, formats, private, unassigned.
UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs"}


def tidy_name(text: str) -> str:
    """One way to write each letter, and none that nobody sees: two names that look alike are the same."""
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    return " ".join("".join(sign for sign in spaced if unicodedata.category(sign) not in UNSEEN).split())


def is_name(text: str) -> bool:
    """Letters of any alphabet, spaces, hyphens, apostrophes."""
    return bool(re.search(r"[^\W\d_]", text)) and not NO_NAME.search(text)
