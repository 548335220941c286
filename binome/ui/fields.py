"""Fields that the forms of both fronts share: words that someone will read, and one line of them."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LINE, TEXT = 200, 1500
TOO_LONG = _("Ce texte fait %(show_value)s signes : gardez-en %(limit_value)s au plus.")
#: Control characters, overrides of the reading direction and spaces without width: invisible, and able to disguise a
#: text. Right-to-left writing itself stays, and emoji with what joins them.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff0-\ufffb\U000e0000-\U000e007f]"
)


class Words(forms.CharField):
    """What someone writes to someone: line ends made one, invisible characters dropped, the length said in a sentence.

    `missing`: the sentence when nothing is written. `too_long`: with `limit_value`, and `show_value` for what was sent.
    """

    def __init__(
        self, *, max_length: int = TEXT, rows: int = 6, missing: Any = None, too_long: Any = TOO_LONG, **kwargs: Any
    ):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        if missing is not None:
            kwargs["error_messages"] = {"required": missing}
        super().__init__(max_length=max_length, **kwargs)
        self.validators = [v for v in self.validators if not isinstance(v, MaxLengthValidator)]
        self.validators.append(MaxLengthValidator(max_length, message=too_long))

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(INVISIBLE.sub("", text))


class Line(Words):
    """The same on one line."""

    def __init__(self, *, max_length: int = LINE, **kwargs: Any):
        super().__init__(max_length=max_length, widget=forms.TextInput(), **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())
