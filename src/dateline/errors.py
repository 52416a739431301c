"""Every error dateline raises on purpose.

::

    DatelineError
    ├── InputError        a path, an argument or a report that cannot be used
    │   ├── Undecodable   bytes that are not text in any encoding met in practice
    │   └── Refused       an address that is not asked, or an answer that is not taken
    ├── RecordError       a record that breaks its own invariants
    ├── StoreError        a case file that cannot be opened, read or written
    ├── Outdated          a judgement of what has changed since the person looked at it
    └── MissingResource   a model or table that should be installed and is not

`Stopped` stands outside: nothing went wrong, and nothing but the command line may catch it.
"""


class DatelineError(Exception):
    """Root of the tree; its message is one line: what, where, what to do."""


class InputError(DatelineError):
    """A path, an argument or a report that cannot be used."""


class Undecodable(InputError):
    """Bytes that are not text in any encoding met in practice."""


class Refused(InputError):
    """An address that is not asked, or an answer that is not taken: against the rules, the caps, or with an error."""


class RecordError(DatelineError, ValueError):
    """A record that breaks its own invariants (a span without characters, a figure without evidence)."""


class StoreError(DatelineError):
    """A case file that cannot be opened, read or written."""


class Outdated(DatelineError):
    """A judgement of what has changed since the person who judges looked at it."""


class MissingResource(DatelineError):
    """A model or table that should be installed and is not."""


class Stopped(BaseException):
    """Ended from the keyboard; it says what is kept."""

    def __init__(self, kept: str = "nothing is kept without --case") -> None:
        super().__init__(kept)
