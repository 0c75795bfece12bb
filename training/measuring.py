"""Figures of a reader: by the scripts beside the gold, and on the passages held back."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from armstrail.model import Document
from armstrail.pipeline import read_document
from armstrail.records import record
from training import corpora, passages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import ModuleType

    from armstrail.reader.network import Network

Claims = list[dict[str, Any]]
SETS = {"gold": "", "article": "article-", "notifications": "notifications-", "stages": "stages-"}


def script(name: str) -> ModuleType:
    """A script that lies beside the gold."""
    spec = importlib.util.spec_from_file_location(name, corpora.GOLD / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(corpora.GOLD / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_all(documents: Iterable[Document], network: Network) -> list[dict[str, Any]]:
    """The records of documents, read with that network."""
    return [record(read_document(d, network)) for d in documents]


def claim_scores(gold: dict[str, Claims], read: dict[str, Claims]) -> dict[str, float]:
    """F1, or accuracy, of each figure of score.py; and the macro F1 over the stages on matched evidence."""
    score = script("score")
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    for doc, claims in gold.items():
        score.score_document(claims, read.get(doc, []), tally, right)
    rows = {n: 2 * c["right"] / max(c["gold"] + c["predicted"], 1) for n, c in tally.items()}
    rows |= {n: c["right"] / max(c["n"], 1) for n, c in right.items()}
    rows["stages macro"] = stages_macro(gold, read, score)
    return {n: round(f, 3) for n, f in rows.items()}


def stages_macro(gold: dict[str, Claims], read: dict[str, Claims], score: ModuleType) -> float:
    """Mean over the stages of F1, a claim counting where evidence and stage are right."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for doc, claims in gold.items():
        found = read.get(doc, [])
        for c in claims:
            counts[c["stage"]]["gold"] += 1
        for c in found:
            counts[c["stage"]]["read"] += 1
        for i, _ in score.match(
            claims,
            found,
            lambda g, p: g["stage"] == p["stage"] and score.similar(g["evidence"], p["evidence"]),
        ):
            counts[claims[i]["stage"]]["both"] += 1
    return sum(2 * c["both"] / max(c["gold"] + c["read"], 1) for c in counts.values()) / max(len(counts), 1)


def matched_claims(gold: Claims, read: Claims, score: ModuleType) -> set[int]:
    """The numbers of the claims read that are right as score.py counts "claim"."""

    def whole(g: dict[str, Any], p: dict[str, Any]) -> bool:
        return (
            score.similar(g["evidence"], p["evidence"])
            and score.same_dyads(g, p)
            and (g["stage"], g["polarity"]) == (p["stage"], p["polarity"])
            and score.categories(g) == score.categories(p)
        )

    return {j for _, j in score.match(gold, read, whole)}


def matched_statements(gold: dict[str, Any], read: list[dict[str, Any]], score: ModuleType) -> set[int]:
    """The numbers of the statements read that are right as score_attribution.py counts "whole"."""
    text = gold["text"]
    words = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]

    def covered(spans: list[Any]) -> set[int]:
        return {i for i, (a, b) in enumerate(words) if any(s < b and e > a for s, e, *_ in spans)}

    def near(a: set[int], b: set[int]) -> bool:
        return (not a and not b) or len(a & b) >= 0.8 * len(a | b)

    pa = [[covered(score.merged(text, s.get(r) or [])) for r in score.ROLES] for s in read]
    taken: set[int] = set()
    for a in gold["attributions"]:
        g = [covered(score.merged(text, a[r])) for r in score.ROLES]
        for j, p in enumerate(pa):
            if (
                j not in taken
                and (g[1] & p[1] or not (g[1] or p[1]))
                and near(g[0], p[0])
                and near(g[2], p[2])
            ):
                taken.add(j)
                break
    return taken


def golden(name: str) -> tuple[list[Document], dict[str, Claims]]:
    """The texts and the claims of a set of the gold."""
    prefix = SETS[name]
    texts = corpora.GOLD / (f"{prefix}text.jsonl" if name == "article" else f"{prefix}texts.jsonl")
    documents = [
        Document(r["id"], r["text"], r.get("title") or "", r.get("published"), r.get("outlet"))
        for r in corpora.rows(texts)
    ]
    return documents, {r["doc"]: r["claims"] for r in corpora.rows(corpora.GOLD / f"{prefix}claims.jsonl")}


def held() -> tuple[list[Document], dict[str, Claims]]:
    """The passages that are held back, and their claims."""
    kept = [p for p in passages.load() if passages.is_held(p)]
    coded = {p.id: passages.to_codebook(p)["claims"] for p in kept}
    return [Document(p.id, p.text, p.title, p.published) for p in kept], coded


def figures(network: Network, names: Iterable[str] = ("held", *SETS)) -> dict[str, dict[str, float]]:
    found = {}
    for name in names:
        documents, coded = held() if name == "held" else golden(name)
        read = {r["doc"]: r["claims"] for r in read_all(documents, network)}
        found[name] = claim_scores(coded, as_mentioned(read) if name == "held" else read)
    return found


def as_mentioned(read: dict[str, Claims]) -> dict[str, Claims]:
    """Claims whose speakers go by the words of their sentence, as coded passages have them: "she", not her name."""
    return {
        doc: [{**c, "speakers": [{**s, "name": s["mention"]} for s in c["speakers"]]} for c in claims]
        for doc, claims in read.items()
    }


def attribution_scores(read: dict[str, Claims], path: Path = corpora.POLNEAR_DEV) -> dict[str, float]:
    """F1 of each figure of score_attribution.py."""
    score = script("score_attribution")
    return {n: row["f1"] for n, row in score.score(score.lines(str(path)), read).items()}


def statements(network: Network, path: Path = corpora.POLNEAR_DEV) -> dict[str, float]:
    """The same of a network's statements."""
    documents = [Document(d["id"], d["text"], "", d["published"]) for d in corpora.rows(path)]
    return attribution_scores({r["doc"]: r["statements"] for r in read_all(documents, network)}, path)
