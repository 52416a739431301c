"""Let a fuzzer that watches the code look for inputs that break intake: `python scripts/fuzz_atheris.py [-runs=20000]`.

Needs atheris (`pip install 'dateline[fuzz]'`); its options are those of libFuzzer. It begins with one input of each
format and stops at the first that is neither read nor listed, or shows a defect.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["dateline.intake", "email", "zipfile", "tarfile", "csv"]):
    from dateline.intake import DEFECT, take_in
from tests.samples import SAMPLES

FOLDER = Path(tempfile.mkdtemp())


def one(data: bytes) -> None:
    """Take an input in, and raise where it is lost."""
    path = FOLDER / "input"
    path.write_bytes(data)
    batch = take_in([path])
    assert batch.reports or batch.rejections, "neither read nor listed"
    assert not any(DEFECT in r.reason for r in batch.rejections), batch.rejections
    for report in batch.reports:
        report.text.encode()


def main() -> None:
    corpus = FOLDER / "corpus"
    corpus.mkdir()
    for name, data in SAMPLES.items():
        (corpus / name.replace(" ", "-")).write_bytes(data)
    atheris.Setup([*sys.argv, "-timeout=60", f"-artifact_prefix={FOLDER}/", str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
