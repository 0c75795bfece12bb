"""How well and how fast the reader marks attributions, beside its peers on the same articles in the same run.

    make bench-reader                     all of it; half an hour, most of it the peers' training
    python -m bench.reader --quick        only the speeds of the reader and of the same weights in PyTorch

Peers: the same weights in PyTorch (single precision); spaCy's default CPU pipeline (tok2vec and ner) trained with
`spacy train` on PolNeAR's training part; python-crfsuite on the same. F1 is exact, as
../shared/gold/score_attribution.py counts it, on PolNeAR's development part. All run on one core, in turn, so that
what else the machine does falls on all of them; speeds are word pieces a second of the same texts. The machine's rate
of eight-bit matrix products says how far the reader is from the limit. Needs .venv-train (`make .venv-train/ready`).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime as ort
import torch
from bench.reader import peers
from onnx import TensorProto, helper
from training.encoder import INNER, LAYERS, WIDTH, Reader
from training.torch_network import TorchNetwork

from armstrail.model import Document
from armstrail.reader.weights import Weights
from training import corpora, examples, measuring

if TYPE_CHECKING:
    from collections.abc import Callable

    from armstrail.reader.windows import Window

# Products of one piece with the encoder's weights: attention's four and the two of the inner layer.
PRODUCTS = LAYERS * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)


def main() -> int:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="no peers that have to be trained")
    parser.add_argument(
        "--weights", type=Path, default=Path("out/reader/reader.pt"), help="the same in PyTorch"
    )
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (default: 5)")
    wanted = parser.parse_args()
    torch.set_num_threads(1)
    articles = list(corpora.rows(corpora.POLNEAR_DEV))
    network = Weights()
    windows = [
        w
        for a in articles
        for w in examples.windows_of(Document(a["id"], a["text"], "", a["published"]), network.tokenizer)
    ][:120]
    pieces = sum(len(w.ids) + 2 for w in windows)
    print(f"{len(articles)} articles; speeds over {len(windows)} windows, {pieces:,} word pieces, one core")
    runs: dict[str, Callable[[], object]] = {"this reader": lambda: _read_all(network, windows)}
    scores = {"this reader": _f1(measuring.statements(network))}
    if wanted.weights.exists():
        reader = Reader()
        reader.load_state_dict(torch.load(wanted.weights))
        same = TorchNetwork(reader, network.tokenizer)
        runs["the same in PyTorch"] = lambda: _read_all(same, windows)
        scores["the same in PyTorch"] = _f1(measuring.statements(same))
    texts = [" ".join(t.text for t in w.tokens) for w in windows]
    if not wanted.quick:
        for name, peer in (("spaCy tok2vec, ner", peers.spacy()), ("python-crfsuite", peers.crfsuite())):
            scores[name] = _f1(measuring.attribution_scores(peer.read(articles)))
            runs[name] = lambda peer=peer: peer.mark(texts)  # type: ignore[misc]
    speeds = _speeds(runs, pieces, wanted.runs)
    limit = int8_products() / PRODUCTS
    for name, speed in speeds.items():
        print(
            f"{name:22}{scores[name]}  {speed:8,.0f} pieces/s  {speed / speeds['this reader']:6.2f} of this reader"
        )
    print(
        f"eight-bit limit       {limit:8,.0f} pieces/s; the reader reaches {speeds['this reader'] / limit:.0%} of it"
    )
    if "the same in PyTorch" in speeds:
        print(
            f"ratio to PyTorch      {speeds['this reader'] / speeds['the same in PyTorch']:.2f} (limit 3.5)"
        )
    return 0


def _read_all(network: Weights | TorchNetwork, windows: list[Window]) -> None:
    for window in windows:
        network.read(window)


def _f1(scores: dict[str, float]) -> str:
    return "  ".join(f"{role} {scores[f'exact {role}']:.3f}" for role in ("source", "cue", "content"))


def _speeds(runs: dict[str, Callable[[], object]], pieces: int, times: int) -> dict[str, float]:
    """Word pieces a second, the median of the runs, which alternate; a first run of each is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(times + 1):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: pieces / statistics.median(s) for name, s in seconds.items()}


def int8_products(rows: int = 256) -> float:
    """Eight-bit products a second on one core: MatMulInteger of the inner layer's size, best of 20."""
    rng = np.random.default_rng(0)
    b = rng.integers(-127, 127, (WIDTH, INNER), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "products",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [rows, WIDTH])],
        [helper.make_tensor_value_info("c", TensorProto.INT32, [rows, INNER])],
        [onnx.numpy_helper.from_array(b, "b")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    a = rng.integers(0, 255, (rows, WIDTH), dtype=np.uint8)
    best = 1e9
    for _ in range(20):
        start = time.perf_counter()
        for _ in range(10):
            session.run(None, {"a": a})
        best = min(best, (time.perf_counter() - start) / 10)
    return rows * WIDTH * INNER / best


if __name__ == "__main__":
    sys.exit(main())
