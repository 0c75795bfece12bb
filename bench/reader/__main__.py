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

import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime as ort
import torch
from bench.figures import Figures, arguments, hand_over, in_turn, processor
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

OURS, SAME = "this reader", "the same in PyTorch"
LEAST = 3.5
# Products of one piece with the encoder's weights: attention's four and the two of the inner layer.
PRODUCTS = LAYERS * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)


def main() -> int:
    """Measure, print a table."""
    parser = arguments(__doc__)
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
    figures = Figures(
        "The reader",
        f"{len(windows)} windows of PolNeAR's development part, {pieces:,} word pieces; one core",
    )
    figures.peers("onnxruntime", "torch")
    runs: dict[str, Callable[[], object]] = {OURS: lambda: _read_all(network, windows)}
    scores = {OURS: measuring.statements(network)}
    reader = Reader()
    if wanted.weights.exists():
        reader.load_state_dict(torch.load(wanted.weights))
        scores[SAME] = measuring.statements(TorchNetwork(reader, network.tokenizer))
    else:
        figures.notes.append(
            f"{wanted.weights} is not here: PyTorch ran with weights drawn by chance, as quick as any"
        )
    same = TorchNetwork(reader, network.tokenizer)
    runs[SAME] = lambda: _read_all(same, windows)
    texts = [" ".join(t.text for t in w.tokens) for w in windows]
    if not wanted.quick:
        figures.peers("spacy", "python-crfsuite")
        for name, peer in (("spaCy tok2vec, ner", peers.spacy()), ("python-crfsuite", peers.crfsuite())):
            scores[name] = measuring.attribution_scores(peer.read(articles))
            runs[name] = lambda peer=peer: peer.mark(texts)  # type: ignore[misc]
    found = in_turn({name: partial(processor, run) for name, run in runs.items()}, wanted.runs)
    speeds = {
        name: figures.row(name, "pieces/s", [pieces / s for s in taken]) for name, taken in found.items()
    }
    limit = figures.row(
        "eight-bit limit of the machine", "pieces/s", [int8_products() / PRODUCTS for _ in range(3)]
    )
    figures.ratio(f"{OURS} to the eight-bit limit", speeds[OURS], limit)
    figures.ratio(f"{OURS} to {SAME}", speeds[OURS], speeds[SAME], least=LEAST)
    for name in list(runs)[2:]:
        figures.ratio(f"{OURS} to {name}", speeds[OURS], speeds[name])
    for name, score in scores.items():
        for role in ("source", "cue", "content"):
            figures.row(f"{name}: exact {role}", "F1", [score[f"exact {role}"]])
    hand_over([figures], wanted.json)
    return 0


def _read_all(network: Weights | TorchNetwork, windows: list[Window]) -> None:
    for window in windows:
        network.read(window)


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
