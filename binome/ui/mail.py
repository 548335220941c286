"""The look of e-mails: mail programs drop style sheets, so each bare element gets its styles in place."""

import re

from django.utils.safestring import SafeString, mark_safe

SERIF = "'Iowan Old Style','Palatino Linotype',Palatino,P052,Georgia,serif"
SANS = "-apple-system,'Segoe UI',Roboto,Inter,Arial,sans-serif"
#: element: (class that the dark theme knows, inline styles)
STYLES = {
    "p": ("t", f"margin:0 0 16px;font:400 17px/1.6 {SANS};color:#10272c;"),
    "p.small": ("m", f"margin:16px 0 0;font:400 15px/1.55 {SANS};color:#3e5155;"),
    "blockquote": (
        "box t",
        "margin:0 0 24px;padding:24px;background:#fbf2d3;border-radius:12px;"
        f"font:italic 400 21px/1.4 {SERIF};color:#10272c;",
    ),
    "ul": ("t", f"margin:0 0 16px;padding:0 0 0 20px;font:400 17px/1.6 {SANS};color:#10272c;"),
    "ol": ("t", f"margin:0 0 16px;padding:0 0 0 20px;font:400 17px/1.6 {SANS};color:#10272c;"),
    "li": ("t", "margin:0 0 8px;"),
    "h2": ("t", f"margin:24px 0 12px;font:400 24px/1.2 {SERIF};color:#10272c;"),
}
BARE = re.compile(r'<(p|blockquote|ul|ol|li|h2)(?: class="(small)")?>')


def dress(html: str) -> SafeString:
    """Authors write `<p>`, `<p class="small">`, `<blockquote>`, `<ul>`, `<h2>`; anything else is left alone."""

    def styled(found: re.Match[str]) -> str:
        css, style = STYLES.get(f"{found[1]}.{found[2]}", STYLES[found[1]])
        return f'<{found[1]} class="{css}" style="{style}">'

    return mark_safe(BARE.sub(styled, str(html)))
