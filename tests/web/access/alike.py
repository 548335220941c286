"""Two answers are alike when nothing differs but the address that was typed and the tokens of the page."""

import re

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
#: The keys of her session and of her forms, and the second at which a cookie was signed.
COOKIE = re.compile(r"(?<=binome_csrf=)[^;]+|(?<=binome_session=)[^;]+|expires=[^;]+|:\w{6}:[\w-]{43}")


def answer(response, address: str) -> tuple[int, str, str, str]:
    """Everything that someone before the screen, or a script, can see of an answer."""
    body = TOKEN.sub(r"\1", response.content.decode()).replace(address, "[adresse]")
    cookies = COOKIE.sub("", response.cookies.output())
    headers = {name: value for name, value in response.headers.items() if name not in {"Content-Length", "Expires"}}
    return response.status_code, str(headers).replace(address, "[adresse]"), cookies, body
