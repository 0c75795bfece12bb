"""Weights -> the graphs that the reader ships, but for topic.onnx: in eight-bit numbers where that costs nothing.

python -m training.export WEIGHTS --out src/armstrail/reader/shipped
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from armstrail.reader.network import DISTANCES
from armstrail.reader.weights import SLOWER
from armstrail.reader.windows import FEATURES, RULED
from training.encoder import WIDTH, Encoder, Reader

if TYPE_CHECKING:
    from training.encoder import Parts


class SmallEmbedding(nn.Module):
    """An embedding table in eight bits, each row with its own scale."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        weight = table.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().clamp(-127, 127).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class ReadGraph(nn.Module):
    """ids [P], features [P, F], first, ruled [W] -> words [W, WIDTH], cue [W, 5], on [W, 5]."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, ids: Tensor, features: Tensor, first: Tensor, ruled: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        r = self.reader
        e: Encoder = r.encoder
        x = e.words(ids) + e.positions.weight[: ids.shape[0]]
        for number, table in enumerate(e.features):
            x = x + table(features[:, number])
        x = e.norm(x)[None]
        for layer in e.layers:
            x = layer(x, None)
        x = x[:, first] + r.ruled(ruled)
        h = r.norm(x + r.lstm(x)[0])[0]
        return h, r.cue(h).log_softmax(-1), r.on(h).log_softmax(-1)


def pooled(h: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """The mean of the words start to end. [N, WIDTH]"""
    place = torch.arange(h.shape[0])[None, :]
    inside = ((place >= start) & (place < end)).to(h.dtype)
    return (inside / inside.sum(1, keepdim=True)) @ h


def _parts(
    head: Parts, h: Tensor, p: Tensor, away: Tensor, line: Tensor, part: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    word, meet = head.project(h)
    return head(word[None], meet[None], p, away, line.clamp(-3, 3) + 3, None, part)


class AttributionGraph(nn.Module):
    """words [W, WIDTH], start, end [N, 1], away, line [N, W] -> tags [N, W, 1, 9]."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.head = reader.attribution

    def forward(self, words: Tensor, start: Tensor, end: Tensor, away: Tensor, line: Tensor) -> Tensor:
        return _parts(self.head, words, pooled(words, start, end), away, line)[0].log_softmax(-1)


class TransferGraph(nn.Module):
    """The same for transfer predicates, and part [N, W]: what rules see.

    Gives tags [N, W, 2, 17], stage [N, 9], polarity [N, 2], certainty [N, 3].
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, words: Tensor, start: Tensor, end: Tensor, away: Tensor, line: Tensor, part: Tensor
    ) -> tuple[Tensor, ...]:
        p = pooled(words, start, end)
        tags, z = _parts(self.reader.transfer, words, p, away, line, part)
        kinds = self.reader.kinds(p, z, line == 0)
        return (tags.log_softmax(-1), *(kinds[k].log_softmax(-1) for k in ("stage", "polarity", "certainty")))


class MentionGraph(nn.Module):
    """words [W, WIDTH], start, end, on_start, on_end [M, 1], away [M, W] -> category [M, 22], meant [M, W + 1]."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, words: Tensor, start: Tensor, end: Tensor, on_start: Tensor, on_end: Tensor, away: Tensor
    ) -> tuple[Tensor, Tensor]:
        own, on = pooled(words, start, end), pooled(words, on_start, on_end)
        category = self.reader.category(torch.cat([own, on], 1)).log_softmax(-1)
        return category, self.reader.antecedents(words[None], own, on, away).log_softmax(-1)


# Which sizes of what a graph is given may change: pieces, words, anchors.
AXES = {
    "ids": {0: "p"},
    "features": {0: "p"},
    "first": {0: "w"},
    "words": {0: "w"},
    "start": {0: "n"},
    "end": {0: "n"},
    "on_start": {0: "n"},
    "on_end": {0: "n"},
    "away": {0: "n", 1: "w"},
    "line": {0: "n", 1: "w"},
    "part": {0: "n", 1: "w"},
    "ruled": {0: "w"},
}


def _graphs(reader: Reader) -> dict[str, tuple[nn.Module, dict[str, Tensor], list[str]]]:
    """The graphs by name, each with an example of what it is given and the names of what it gives."""
    pieces, words, n = 7, 5, 3
    text = {
        "ids": torch.randint(0, 999, (pieces,)),
        "features": torch.zeros(pieces, len(FEATURES), dtype=torch.long),
        "first": torch.arange(words),
        "ruled": torch.tensor([0, 1, 0, 0, 1]),
    }
    start, end = torch.tensor([[0], [1], [2]]), torch.tensor([[1], [3], [3]])
    away, line = torch.randint(0, DISTANCES, (n, words)), torch.randint(-5, 5, (n, words))
    h = torch.randn(words, WIDTH)
    anchors = {"words": h, "start": start, "end": end, "away": away, "line": line}
    transfers = anchors | {"part": torch.randint(0, len(RULED), (n, words))}
    mentions = {"words": h, "start": start, "end": end, "on_start": start, "on_end": end, "away": away}
    return {
        "read": (ReadGraph(reader), text, ["words", "cue", "on"]),
        "attribution": (AttributionGraph(reader), anchors, ["tags"]),
        "transfer": (TransferGraph(reader), transfers, ["tags", "stage", "polarity", "certainty"]),
        "mention": (MentionGraph(reader), mentions, ["category", "meant"]),
    }


def export(reader: Reader, out: Path, whole: bool = True) -> None:  # noqa: FBT002
    """Write read, attribution, transfer, mention and product.onnx; `whole`: with eight-bit weights."""
    out.mkdir(parents=True, exist_ok=True)
    reader = reader.eval()
    if whole:
        reader.encoder.words = SmallEmbedding(reader.encoder.words)  # type: ignore[assignment]
    for name, (graph, example, outputs) in _graphs(reader).items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.onnx"
            with torch.no_grad():
                torch.onnx.export(
                    graph.eval(),
                    tuple(example.values()),
                    str(path),
                    input_names=list(example),
                    output_names=outputs,
                    dynamic_axes={given: AXES[given] for given in example},
                    opset_version=17,
                    dynamo=False,
                )
            if whole:
                quantize_dynamic(
                    str(path),
                    str(path),
                    per_channel=True,
                    weight_type=QuantType.QInt8,
                    op_types_to_quantize=["MatMul", "Gemm", "LSTM"] if name == "read" else ["MatMul", "Gemm"],
                )
            fuse(path, out / f"{name}.onnx")
    product(out / "product.onnx")


def product(target: Path, rows: int = 64, width: int = 64) -> None:
    """Write the product by which a processor is asked whether it adds up exactly: whole numbers of eight bits, all the
    weights the greatest there is.
    """
    given = onnx.helper.make_tensor_value_info("given", onnx.TensorProto.UINT8, [rows, width])
    found = onnx.helper.make_tensor_value_info("found", onnx.TensorProto.INT32, [rows, width])
    weights = onnx.numpy_helper.from_array(np.full((width, width), 127, np.int8), "weights")
    node = onnx.helper.make_node("MatMulInteger", ["given", "weights"], ["found"])
    graph = onnx.helper.make_graph([node], "product", [given], [found], [weights])
    onnx.save(
        onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8), target
    )


def fuse(path: Path, target: Path) -> None:
    """Write a graph with its operations fused, so that it does not have to be done at every start."""
    options = ort.SessionOptions()
    options.log_severity_level = 3
    # what is specific to a processor is left to the one that runs it
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--single", action="store_true", help="keep single precision")
    args = parser.parse_args()
    reader = Reader()
    reader.load_state_dict(torch.load(args.weights), strict=False)
    export(reader, args.out, not args.single)
    for path in sorted(args.out.glob("*.onnx")):
        print(path.name, path.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
