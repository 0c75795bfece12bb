"""The shipped weights, run by ONNX Runtime: the only file that knows it.

One window a run: what a window yields never depends on what it is read beside. Each run uses one core; windows and
documents share the cores by threads, since a run does not hold Python's lock.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from armstrail.errors import WeightsError
from armstrail.reader.network import Steps, Tellings, Vectors, distances, inputs, parts_seen, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.reader.network import Floats, Ints, Kind, Run
    from armstrail.reader.windows import Window

FOLDER = Path(__file__).parent / "shipped"
GRAPHS = ("read", "attribution", "transfer", "mention", "topic")
# What ONNX Runtime fuses to no gain: a sum and a norm are quicker one after the other.
SLOWER = ["SkipLayerNormFusion"]
TOGETHER = 24  # anchors of a window in one run: each takes memory of its own for all words of the window


class Weights:
    """The network of `armstrail.reader.network`, from a folder of graphs. Raises WeightsError."""

    def __init__(self, folder: Path = FOLDER, graphs: Sequence[str] = GRAPHS) -> None:
        self._graphs = {name: _session(folder / f"{name}.onnx") for name in graphs}
        self.tokenizer = tokenizer_of(folder / "vocabulary.txt")
        self._calibration = _calibration(folder / "confidence.json")

    def read(self, window: Window) -> Vectors:
        ids, features, first, ruled = inputs(window)
        given = {"ids": ids, "features": features, "first": first, "ruled": ruled}
        return Vectors(*self._graphs["read"].run(None, given))

    def attributions(self, vectors: Vectors, window: Window, cues: Sequence[Run]) -> Floats:
        tags: Floats = self._run("attribution", vectors, window, cues)[0]
        return tags

    def transfers(self, vectors: Vectors, window: Window, predicates: Sequence[Run]) -> Steps:
        return Steps(*self._run("transfer", vectors, window, predicates))

    def tell(self, vectors: Vectors, named: Floats, words: Ints, part: Ints) -> Tellings:
        given = {"words": vectors.words, "named": named, "index": words, "part": part}
        return Tellings(*self._graphs["topic"].run(None, given))

    def confidence(self, kind: Kind, evidence: Sequence[float]) -> float | None:
        curve = self._calibration.get(kind)
        if curve is None:
            return None
        constant, *weights = curve["weights"]
        total = constant + sum(w * e for w, e in zip(weights, evidence, strict=True))
        return round(float(np.interp(total, curve["sums"], curve["right"])), 3)

    def _run(self, graph: str, vectors: Vectors, window: Window, runs: Sequence[Run]) -> list[Floats]:
        found: list[list[Floats]] = []
        for first in range(0, len(runs), TOGETHER):
            start, end, away, line = places(window, runs[first : first + TOGETHER])
            given = {"words": vectors.words, "start": start, "end": end, "away": away, "line": line}
            if graph == "transfer":
                given["part"] = parts_seen(window, runs[first : first + TOGETHER])
            found.append(self._graphs[graph].run(None, given))
        return [np.concatenate(part) if len(part) > 1 else part[0] for part in zip(*found, strict=True)]

    def mentions(
        self, vectors: Vectors, runs: Sequence[Run], predicates: Sequence[Run]
    ) -> tuple[Floats, Floats]:
        start, end = _columns(runs)
        on_start, on_end = _columns(predicates)
        away = distances(len(vectors.words), start, end)
        category, meant = self._graphs["mention"].run(
            None,
            {
                "words": vectors.words,
                "start": start,
                "end": end,
                "on_start": on_start,
                "on_end": on_end,
                "away": away,
            },
        )
        return category, meant


def _columns(runs: Sequence[Run]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[s] for s, _ in runs], np.int64), np.array([[e] for _, e in runs], np.int64)


def _session(path: Path, *, turned: bool | None = None) -> ort.InferenceSession:
    """A graph that is ready to run; `turned`: with its weights turned for processors that cut sums off."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The graphs were fused when they were exported; weights are turned at this level only.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    turned = not adds_exactly() if turned is None else turned
    options.add_session_config_entry("session.x64quantprecision", str(int(turned)))
    try:
        return ort.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
        )
    except Exception as error:  # ONNX Runtime raises kinds of its own, none of them public
        raise WeightsError(path) from error


@cache
def adds_exactly() -> bool:
    """Whether this processor adds products of eight bits up without a loss.

    Those without VNNI or AMX add them up in sixteen bits and cut off what does not fit, unless the weights are turned
    for them; turned weights are several times slower where there is no need. So that a text gives the same records on
    every machine, but for what the last bits of norms and sums may change, the processor is asked to multiply the
    largest numbers there are.
    """
    product = _session(FOLDER / "product.onnx", turned=False)
    (given,) = product.get_inputs()
    rows, width = given.shape
    (found,) = product.run(None, {given.name: np.full((rows, width), 255, np.uint8)})
    return bool((found == 255 * 127 * width).all())


def tokenizer_of(path: Path) -> Tokenizer:
    """The word pieces of a vocabulary, lower case without accents. Raises WeightsError."""
    try:
        words = path.read_text(encoding="utf8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsError(path) from error
    made = Tokenizer(WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def _calibration(path: Path) -> dict[str, dict[str, list[float]]]:
    try:
        found: dict[str, dict[str, list[float]]] = json.loads(path.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise WeightsError(path) from error
    return found


@cache
def shipped() -> Weights:
    """The weights of this installation, loaded once. Raises WeightsError."""
    return Weights()
