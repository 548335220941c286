"""Small readers of a page, for sentences in tests."""

import html
import re


def text(response) -> str:
    """What a page says, without markup."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    bare = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").replace("\u2060", "")
    return re.sub(r"\s+", " ", bare)


def seen_in(response) -> str:
    """The mark of what a moderator has before her eyes."""
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def marked(response) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", response.content.decode())
