"""Messages of the command line in the words of the forms: what a person reads names fields, not options."""

from __future__ import annotations

import re

FIELDS = {
    "--low": "“low”",
    "--value": "“best”",
    "--high": "“high”",
    "--measure": "“counts”",
    "--scope": "“is”",
    "--date": "“date”",
    "--place": "“place”",
    "--where-prec": "“where_prec”",
    "--coordinates": "“coordinates”",
    "--user": "“Your name”",
    "--reason": "“Why”",
    "--at": "the moment",
}
"""What the field of a form is called that an option of the command line sets."""
ELSE = (
    (
        "split: name a fact or story, then the reports (or REPORT:START-END quotations) that leave it",
        "split: choose what tells of something else",
    ),
    ("merge: name two facts of one account, or two stories", "merge: choose what it is one with"),
    ("same-origin: name the account, then two origins (or two reports) that are one", "one origin: choose two origins"),
    ("there are: list, ", "there are: "),
    ("; dateline account shows them", ""),
    ("; dateline trace lists them", ""),
    ("; dateline review CASE list shows them", ""),
    ("same-origin: ", "one origin: "),
)
"""What is said of the command line itself, and what stands in its place."""
_PARTS = re.compile(r"“[^”]*”|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|--[a-z][a-z-]*")


def plainly(message: str) -> str:
    """Return a message in the words of the forms; what it quotes stays as it was typed.

    >>> plainly("--date 'about --now': write 2019-03-12")
    "“date” 'about --now': write 2019-03-12"
    """
    for option, told in ELSE:
        message = message.replace(option, told)
    return _PARTS.sub(lambda found: FIELDS.get(found[0], found[0]), message)
