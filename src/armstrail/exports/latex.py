"""Words and addresses as LaTeX takes them: its commands escaped, accents as commands, other scripts as they are."""

from __future__ import annotations

import unicodedata

from armstrail.exports.sourced import in_line

# BibTeX counts braces, escaped or not: one alone would swallow the entries behind it.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    '"': '{"}',
    "–": r"{\textendash}",
    "—": r"{\textemdash}",
    "‘": r"{\textquoteleft}",
    "’": r"{\textquoteright}",
    "“": r"{\textquotedblleft}",
    "”": r"{\textquotedblright}",
    "…": r"{\textellipsis}",
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ı": r"{\i}",
}
_ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328\u0323\u0331",
        ["`", "'", "^", "~", "=", "u ", ".", '"', "r ", "H ", "v ", "c ", "k ", "d ", "b "],
        strict=True,
    )
)


def escaped(words: str | None) -> str:
    """Words in one line, with nothing in them that LaTeX takes for a command."""
    return "".join(map(_spelt, unicodedata.normalize("NFC", in_line(words))))


def ascii_address(address: str | None) -> str:
    """An address in ASCII: LaTeX takes it as it stands; "" where there is none."""
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in address or ""
    )


def _spelt(letter: str) -> str:
    """A letter as LaTeX spells it, with the command of its accent; as it is where it has no command."""
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if len(marks) != 1 or marks[0] not in _ACCENTS or not (base.isascii() and base.isalpha()):
        return letter
    command = _ACCENTS[marks[0]]
    plain = {"i": r"\i", "j": r"\j"}.get(base, base) if command not in ("c ", "k ", "d ", "b ") else base
    return f"{{\\{command}{plain}}}"
