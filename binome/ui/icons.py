"""The project's own outline drawings: 24 grid, stroke 1.6, round joins, `currentColor`. One name, one drawing."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS = {
    "alert": '<path d="M12 4.2 21 19.5H3z"/><path d="M12 10v4.4M12 17v.1"/>',
    "arrow-left": '<path d="M20 12H4.5M10 6.3 4.3 12l5.7 5.7"/>',
    "arrow-right": '<path d="M4 12h15.5M14 6.3l5.7 5.7-5.7 5.7"/>',
    "bell": '<path d="M6 16.2V11a6 6 0 0 1 12 0v5.2l1.6 1.8H4.4zM10 20.6c.9 1.1 3.1 1.1 4 0"/>',
    "book": '<path d="M12 6.6C10 5 7.2 4.5 4 4.7v13.4c3.2-.2 6 .3 8 1.9 2-1.6 4.8-2.1 8-1.9V4.7c-3.2-.2-6 .3-8 '
    '1.9zM12 6.6V20"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10.2h16M8.2 3.5v4M15.8 3.5v4"/>',
    "capslock": '<path d="m12 4 7.5 7.7h-4v4.3h-7v-4.3h-4zM8.5 19.7h7"/>',
    "chart": '<path d="M4 20h16M7 20v-6M12 20V6M17 20V10"/>',
    "check": '<path d="m5.5 12.5 4.3 4.3L18.5 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="8.8"/><path d="m8 12.3 2.8 2.8 5.3-5.8"/>',
    "chevron-down": '<path d="m5.5 9 6.5 6.5L18.5 9"/>',
    "chevron-left": '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
    "chevron-right": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.8"/><path d="M12 7v5.2l3.4 2"/>',
    "close": '<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>',
    "document": '<path d="M6.3 3.5h7.2L18 8v12.5H6.3z"/><path d="M13.4 3.6V8H18M9.2 12.7h5.8M9.2 16.2h5.8"/>',
    "download": '<path d="M12 4.5v10.8M7.6 11l4.4 4.3 4.4-4.3M4.5 15.5v2.8c0 .9.8 1.7 1.7 1.7h11.6c.9 0 1.7-.8 '
    '1.7-1.7v-2.8"/>',
    "error": '<circle cx="12" cy="12" r="8.8"/><path d="M12 7.6v5.2M12 16.2v.1"/>',
    "exchange": '<path d="M4 8.5h14M14.4 5 18 8.5 14.4 12M20 15.5H6M9.6 12 6 15.5 9.6 19"/>',
    "eye": '<path d="M2.8 12C5.2 7.6 8.3 5.6 12 5.6s6.8 2 9.2 6.4c-2.4 4.4-5.5 6.4-9.2 6.4S5.2 16.4 2.8 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "filter": '<path d="M4 6.5h16M7 12h10M10 17.5h4"/>',
    "flag": '<path d="M5.5 21V4.2M5.5 5.2c4.2-2.2 7.3 2 13 0v8.6c-5.7 2-8.8-2.2-13 0"/>',
    "home": '<path d="m4 11.2 8-7 8 7M6.2 9.5v10.3h11.6V9.5M10 19.8v-5.3h4v5.3"/>',
    "info": '<circle cx="12" cy="12" r="8.8"/><path d="M12 11.2v5M12 7.8v.1"/>',
    "key": '<circle cx="8.2" cy="15.8" r="4.2"/><path d="m11.3 12.7 8.2-8.2M16.4 7.6l2.7 2.7M13.6 10.4l1.9 1.9"/>',
    "language": '<circle cx="12" cy="12" r="8.8"/>'
    '<path d="M3.2 12h17.6M12 3.2c5 5.2 5 12.4 0 17.6-5-5.2-5-12.4 0-17.6z"/>',
    "link": '<path d="M10 13.6a3.9 3.9 0 0 0 5.6.2l3-3a3.9 3.9 0 0 0-5.5-5.5l-1.2 1.2M14 10.4a3.9 3.9 0 0 '
    '0-5.6-.2l-3 3a3.9 3.9 0 0 0 5.5 5.5l1.2-1.2"/>',
    "lock": '<rect x="5.5" y="10.5" width="13" height="9.7" rx="2"/><path d="M8.4 10.5V8a3.6 3.6 0 0 1 7.2 0v2.5"/>',
    "logout": '<path d="M13.5 4.2H6.7c-.9 0-1.6.7-1.6 1.6v12.4c0 .9.7 1.6 1.6 1.6h6.8M10.5 12h9.3M16 8l4 4-4 4"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.3 8 5.9 8-5.9"/>',
    "menu": '<path d="M4 7.5h16M4 12h16M4 16.5h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "monitor": '<rect x="3.5" y="4.5" width="17" height="11.5" rx="2"/><path d="M9 20h6M12 16v4"/>',
    "moon": '<path d="M19.6 14.3A8 8 0 0 1 9.7 4.4a8 8 0 1 0 9.9 9.9z"/>',
    "pause": '<circle cx="12" cy="12" r="8.8"/><path d="M9.8 8.6v6.8M14.2 8.6v6.8"/>',
    "pencil": '<path d="m4.5 19.5.9-4.1L15.9 4.9a2.1 2.1 0 0 1 3 0l.2.2a2.1 2.1 0 0 1 0 3L8.6 18.6zM14 6.8l3.2 3.2"/>',
    "people": '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.6 19.2c.6-3.5 3.1-5.3 6.4-5.3s5.8 1.8 6.4 5.3M15.6 5.5a3.2 '
    '3.2 0 0 1 0 6.1M17.6 14.3c2.2.8 3.5 2.4 3.9 4.9"/>',
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.6 20c.8-3.9 3.8-6 7.4-6s6.6 2.1 7.4 6"/>',
    "phone": '<path d="M6.2 4h3l1.5 4.2-2 1.6a12 12 0 0 0 5.5 5.5l1.6-2L20 14.8v3c0 1.1-.9 2-2 2A14 14 0 0 1 4.2 '
    '6c0-1.1.9-2 2-2z"/>',
    "photo": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="9" cy="10" r="1.6"/>'
    '<path d="m4 17 4.8-4.6 3.4 3.1 3-2.7 5 4.4"/>',
    "place": '<path d="M12 20.8c4.2-4.4 6.4-7.8 6.4-10.9a6.4 6.4 0 0 0-12.8 0c0 3.1 2.2 6.5 6.4 10.9z"/>'
    '<circle cx="12" cy="9.9" r="2.2"/>',
    "play": '<circle cx="12" cy="12" r="8.8"/><path d="m10 8.4 5.8 3.6-5.8 3.6z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "printer": '<path d="M7.2 8.5V4h9.6v4.5M7.2 16.5H4.5v-8h15v8h-2.7"/><path d="M7.2 13.7h9.6V20H7.2z"/>',
    "question": '<circle cx="12" cy="12" r="8.8"/>'
    '<path d="M9.6 9.7a2.4 2.4 0 1 1 3.5 2.1c-.7.4-1.1.9-1.1 1.7M12 16.4v.1"/>',
    "refuse": '<circle cx="12" cy="12" r="8.8"/><path d="m9 9 6 6M15 9l-6 6"/>',
    "reply": '<path d="M9.5 6 4 11.3l5.5 5.3M4.3 11.3H13c4.2 0 6.6 2.4 7 7.2"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "send": '<path d="M20.5 3.8 3.8 10.2l6.6 3.4 3.3 6.7zM10.4 13.6l4-4"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "shield": '<path d="m12 3.5 7.4 2.9v5.1c0 4.5-3 7.6-7.4 9-4.4-1.4-7.4-4.5-7.4-9V6.4z"/>'
    '<path d="m8.8 12 2.3 2.3 4.2-4.5"/>',
    "sun": '<circle cx="12" cy="12" r="3.9"/>'
    '<path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 '
    '7M7 17l-1.4 1.4"/>',
    "trash": '<path d="M4.5 7h15M9 7V4.3h6V7M6.5 7l.9 12.7h9.2L17.5 7M10.3 10.8v5.4M13.7 10.8v5.4"/>',
    "undo": '<path d="M8 5 4 9l4 4M4.3 9H14a5.5 5.5 0 0 1 0 11H9"/>',
    "video": '<rect x="3.5" y="7" width="11.5" height="10" rx="2"/><path d="m15 11 5.5-3v8L15 13"/>',
    "work": '<rect x="3.8" y="8" width="16.4" height="11.5" rx="2"/><path d="M9 8V5.2h6V8M3.8 13h16.4"/>',
}


@cache
def draw(name: str, extra_class: str = "") -> SafeString:
    """The drawing, hidden from assistive technology: the words beside it say the same."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{}</svg>',
        f" {extra_class}" if extra_class else "",
        mark_safe(DRAWINGS[name]),
    )
