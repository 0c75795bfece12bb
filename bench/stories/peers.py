"""Other tools on the same texts: pairs that their MinHash takes for near-duplicates, at a Jaccard of a half.

Each is used as its documentation shows, with 128 permutations over shingles of five words.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

THRESHOLD, PERMUTATIONS, SHINGLE = 0.5, 128, 5

Pairs = set[tuple[int, int]]


def shingled(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]


def datasketch(texts: Sequence[str]) -> Pairs:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - a peer, loaded where it is asked for

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    pairs: Pairs = set()
    for number, text in enumerate(texts):
        print_of = MinHash(num_perm=PERMUTATIONS)
        print_of.update_batch([shingle.encode() for shingle in set(shingled(text))])
        pairs |= _with(number, index.query(print_of))
        index.insert(number, print_of)
    return pairs


def rensa(texts: Sequence[str]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    pairs: Pairs = set()
    for number, text in enumerate(texts):
        print_of = RMinHash(num_perm=PERMUTATIONS, seed=1)
        print_of.update(shingled(text))
        pairs |= _with(number, index.query(print_of))
        index.insert(number, print_of)
    return pairs


def text_dedup(texts: Sequence[str]) -> Pairs:
    """Its embedding and its bands; its command reads data sets of another library only."""
    import numpy as np  # noqa: PLC0415
    from text_dedup.minhash import RNG, embed_func, optimal_param, xxh3_32hash  # noqa: PLC0415

    bands, rows = optimal_param(THRESHOLD, PERMUTATIONS, 0.5, 0.5)
    prime, most = np.uint32((1 << 32) - 5), np.uint32((1 << 32) - 1)
    permutations = (
        RNG.randint(1, prime, size=(PERMUTATIONS,), dtype=np.uint32),
        RNG.randint(0, prime, size=(PERMUTATIONS,), dtype=np.uint32),
    )
    tables: list[dict[bytes, list[int]]] = [{} for _ in range(bands)]
    for number, text in enumerate(texts):
        signed = embed_func(
            content=text,
            idx=number,
            num_perm=PERMUTATIONS,
            ngram_size=SHINGLE,
            min_length=0,
            hashranges=[(i * rows, (i + 1) * rows) for i in range(bands)],
            permutations=permutations,
            hash_func=xxh3_32hash,
            dtype=np.uint32,
            max_hash=most,
            modulo_prime=prime,
        )
        for table, key in zip(tables, signed["__signatures__"], strict=True):
            table.setdefault(key, []).append(number)
    return {pair for table in tables for held in table.values() for pair in combinations(held, 2)}


def _with(number: int, others: Iterable[int]) -> Pairs:
    return {(other, number) for other in others}


PEERS: dict[str, Callable[[Sequence[str]], Pairs]] = {
    "datasketch": datasketch,
    "rensa": rensa,
    "text-dedup": text_dedup,
}
