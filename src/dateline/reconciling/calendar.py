"""The order that accounts are told in."""

from __future__ import annotations

from dateline.records import Account


def calendar_order(account: Account) -> tuple[bool, str, str, str]:
    """Order of accounts: by the day of the happening, the undated last, then by group and story."""
    return (account.when.earliest is None, account.when.earliest or "", account.group, account.story)
