"""The graphs that ship -> weights that learning can go on from.

    python -m training.restore --out out/start.pt --topics out/topic.pt
    python -m training.train --start out/start.pt --topics out/topic.pt

What eight bits rounded off is gone, and so are the heads that only help to learn (flat,
mention, voice): they begin anew.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from armstrail.reader.weights import FOLDER
from training.encoder import LAYERS, LOOKS, Reader

UNSHIPPED = ("flat.", "mention.", "voice.")
# Products lose their names in a graph; they stand in the order in which the network makes them.
IN_LAYER = ("qkv", "out", "up", "down")
PRODUCTS = {
    "read": [f"encoder.layers.{n}.{part}" for n in range(LAYERS) for part in IN_LAYER],
    "attribution": [
        "attribution.mix", *(f"attribution.among.0.{part}" for part in IN_LAYER), "attribution.tags"
    ],
    "transfer": [
        "transfer.mix", *(f"transfer.among.{n}.{part}" for n in range(LOOKS) for part in IN_LAYER), "transfer.tags"
    ],
    "mention": ["names"],
}  # fmt: skip
NUMBERED = re.compile(r"onnx::MatMul_(\d+)_quantized")
GATES = (0, 2, 3, 1)  # PyTorch's order of a recurrent layer's gates, in that of ONNX


def restored(folder: Path = FOLDER) -> dict[str, Tensor]:
    """The weights of `training.encoder.Reader` by name, as far as they ship; ValueError if a graph does not fit."""
    found: dict[str, np.ndarray] = {}
    for graph, products in PRODUCTS.items():
        held = {
            i.name: numpy_helper.to_array(i) for i in onnx.load(folder / f"{graph}.onnx").graph.initializer
        }
        numbered = sorted((int(m[1]), name) for name in held if (m := NUMBERED.fullmatch(name)))
        if len(numbered) != len(products):
            message = f"{graph}.onnx holds {len(numbered)} products, the network has {len(products)}"
            raise ValueError(message)
        for (_, name), product in zip(numbered, products, strict=True):
            found[f"{product}.weight"] = _whole(held, name.removesuffix("_quantized")).T
        for name, value in held.items():
            own = name.removeprefix("reader.").replace("head.", "attribution.")
            if own.endswith(".weight_Transposed_quantized"):
                plain = name.removesuffix("_quantized")
                found[own.removesuffix("_Transposed_quantized")] = _whole(held, plain).T
            elif value.dtype == np.float32 and own.endswith((".weight", ".bias", "nobody")):
                found[own] = value
        if graph == "read":
            found["encoder.words.weight"] = (
                held["reader.encoder.words.rows"].astype(np.float32) * held["reader.encoder.words.scale"]
            )
            found |= _recurrent(held)
    return {name: torch.from_numpy(np.array(value, np.float32)) for name, value in found.items()}


def restored_topics(folder: Path = FOLDER) -> dict[str, Tensor]:
    """The weights of `training.topics.TopicHead` by name. There products keep their names, in those of their nodes."""
    graph = onnx.load(folder / "topic.onnx").graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {
        n.removeprefix("head."): w for n, w in held.items() if n.startswith("head.") and w.dtype == np.float32
    }
    for node in graph.node:
        kept = [name for name in node.input if name.endswith("_quantized") and name in held]
        if kept and node.name.startswith("/head/"):
            *path, _ = node.name.removeprefix("/head/").split("/")
            product = path[-1] if len(path) > 1 and path[-1].startswith(path[0]) else ".".join(path)
            found[f"{product}.weight"] = _whole(held, kept[0].removesuffix("_quantized")).T
    return {
        name: torch.from_numpy(np.array(value, np.float32))
        for name, value in found.items()
        if not name.endswith(("_scale", "_zero_point"))
    }


def _whole(held: dict[str, np.ndarray], name: str) -> np.ndarray:
    """A matrix of eight bits as numbers; its scales are those of its columns."""
    rows = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"][..., None, :]
    return np.asarray(rows * held[f"{name}_scale"][..., None, :])


def _recurrent(held: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The recurrent layer, whose gates ONNX keeps in another order and whose two constants it adds up."""
    constants = next(v for n, v in held.items() if n.startswith("onnx::LSTM") and v.dtype == np.float32 and v.ndim == 2
                     and not n.endswith("_scale"))  # fmt: skip
    names = sorted(n.removesuffix("_quantized") for n in held if re.fullmatch(r"onnx::LSTM_\d+_quantized", n))
    given, kept = (_whole(held, name).transpose(0, 2, 1) for name in names)  # [2, 4 H, inputs], [2, 4 H, H]
    found = {}
    for way, ending in enumerate(("", "_reverse")):
        found[f"lstm.weight_ih_l0{ending}"] = _gates(given[way])
        found[f"lstm.weight_hh_l0{ending}"] = _gates(kept[way])
        first, second = np.split(constants[way], 2)
        found[f"lstm.bias_ih_l0{ending}"], found[f"lstm.bias_hh_l0{ending}"] = _gates(first), _gates(second)
    return found


def _gates(rows: np.ndarray) -> np.ndarray:
    parts = np.split(rows, 4)
    return np.concatenate([parts[n] for n in GATES])


def main() -> int:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path("out/start.pt"))
    parser.add_argument("--topics", type=Path, help="where the head for topics goes")
    args = parser.parse_args()
    weights, wanted = restored(), Reader().state_dict()
    lacking = [n for n in wanted if n not in weights and not n.startswith(UNSHIPPED)]
    odd = [n for n, w in weights.items() if n not in wanted or wanted[n].shape != w.shape]
    if lacking or odd:
        sys.exit(f"the graphs do not fit the network: {lacking} {odd}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(weights, args.out)
    print(f"{args.out}: {len(weights)} of {len(wanted)} weights")
    if args.topics:
        torch.save(restored_topics(), args.topics)
    return 0


if __name__ == "__main__":
    sys.exit(main())
