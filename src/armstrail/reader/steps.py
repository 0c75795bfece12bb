"""Transfer words -> steps: each core word with the operators that govern it, its stage, polarity and certainty.

"The Senate tried to block the sale": core "sale", operator "block" -> withheld, possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from armstrail.cues import negates, uncontracted
from armstrail.equipment import modifiers
from armstrail.parties import makers
from armstrail.reader.chunks import Chunk, Clauses, context, modality
from armstrail.reader.neighbours import groups

if TYPE_CHECKING:
    from armstrail.model import Certainty, Polarity, Stage
    from armstrail.reader.words import Word

HARD_STOPS = frozenset({";", ":", "--", "—", "–", "?", "!", "•", "|"})


@dataclass(slots=True, eq=False)
class Step:
    """A stated step of a transfer: the core word (or an item that stands for it) and what governs it.

    `group` is the token where its verb group or outermost operator begins, `end` where its core ends;
    `passive` and `frame` tell who is who around it; `operators` from the innermost outwards.
    """

    start: int
    end: int
    group: int
    frame: str
    stage: Stage
    passive: bool = False
    nominal: bool = False
    weak: bool = False
    agent: bool = False
    echo: bool = False
    bare: bool = False
    word: Word | None = None
    polarity: Polarity = "asserted"
    certainty: Certainty = "fact"
    operators: list[Word] = field(default_factory=list)
    controller: Chunk | None = None
    partners: list[Chunk] = field(default_factory=list)
    negation: list[int] = field(default_factory=list)
    modality: list[int] = field(default_factory=list)
    stage_tokens: list[tuple[int, int]] = field(default_factory=list)


def find(clauses: Clauses, words: list[Word]) -> list[Step]:
    """The steps that a sentence states, cores first, then operators with goods of their own, then bare goods."""
    steps = [
        _of_core(clauses, words, w)
        for w in words
        if w.meaning.part in ("verb", "noun") and not w.meaning.echo and not _is_ground(clauses, w)
    ]
    steps += [_of_core(clauses, words, w) for w in words if w.meaning.echo]
    for word in words:
        if word.meaning.goods and not word.used and not _governs_another(clauses, word):
            steps.append(_of_operator(clauses, words, word))
    kept = [s for s in steps if not (s.word and s.word.used)]
    kept += [again for step in kept for again in _next_fates(clauses, words, step)]
    for step in kept:
        _deny(clauses, step)
    return sorted(kept, key=lambda s: s.start)


def _is_ground(clauses: Clauses, word: Word) -> bool:
    """Whether a deal is only what something else rests on: "under the terms of the agreement, he may see it"."""
    before = [t.lower for t in clauses.tokens[max(word.start - 5, 0) : word.start]]
    return word.meaning.frame == "mutual" and "under" in before and "," not in before


def _governs_another(clauses: Clauses, word: Word) -> bool:
    """Whether an operator takes another verb for its object, not the goods: "stopped paying for arms"."""
    if word.end >= len(clauses.tokens) or clauses.at[word.end] is not None:
        return False
    behind = clauses.tokens[word.end].lower
    return behind.endswith("ing") and behind not in modifiers()


def _next_fates(clauses: Clauses, words: list[Word], step: Step) -> list[Step]:
    """ "The sale was put on hold in January and cleared in August": one step for each further participle."""
    right = [o for o in step.operators if o.start >= step.end and o.voice == "passive"]
    if not step.nominal or not right:
        return []
    found: list[Step] = []
    last = right[-1]
    for word in words:
        joint = clauses.tokens[word.group - 1].lower if word.group else ""
        if (
            word.start > last.end
            and word.meaning.part == "operator"
            and word.shape in ("past", "pp")
            and joint in ("and", "but", "then")
        ):
            again = replace(
                step,
                stage=word.meaning.stage,
                certainty=word.meaning.certainty,
                operators=[word],
                modality=[],
                negation=[],
            )
            again.stage_tokens = [(step.start, step.end), (word.start, word.end)]
            word.used = True
            found.append(again)
    return found


def _deny(clauses: Clauses, step: Step) -> None:
    """ "Denied that it had sold": the step does not take place, unless only the knowledge of it is denied."""
    for i in range(step.group - 1, max(step.group - 24, -1), -1):
        word = clauses.tokens[i].lower
        if word in context("denial"):
            step.polarity = "denied"
            step.negation.append(i)
            return
        if word in context("knowing") or clauses.tokens[i].text in (";", "?"):
            return


# ------------------------------------------------------------------ cores


def _of_core(clauses: Clauses, words: list[Word], word: Word) -> Step:
    """The step of a word that states a transfer by itself."""
    meaning = word.meaning
    step = _stated(word)
    step.nominal, step.weak = word.shape == "noun", meaning.weak
    step.agent, step.echo = meaning.agent, meaning.echo
    _read_group(clauses, step, word)
    if step.echo:  # what is spoken of as a scandal took place, whoever opposed it
        return step
    if step.nominal:
        govern_noun(clauses, words, step)
    else:
        _govern_verb(clauses, words, step)
    return step


def _of_operator(clauses: Clauses, words: list[Word], word: Word) -> Step:
    """The step of a word that takes the goods themselves as its object: "approved the missiles"."""
    step = _stated(word)
    step.weak = step.bare = True
    step.certainty = word.meaning.certainty
    step.passive = step.passive or word.meaning.part == "phrase"
    _read_group(clauses, step, word)
    _govern_verb(clauses, words, step)
    return step


def _stated(word: Word) -> Step:
    meaning = word.meaning
    step = Step(word.start, word.end, word.group, meaning.frame, meaning.stage, word=word)
    step.passive = word.voice == "passive"
    step.stage_tokens = [(word.start, word.end)]
    return step


def _read_group(clauses: Clauses, step: Step, word: Word) -> None:
    """Modality and negation from the words of a verb's group."""
    tokens = clauses.tokens
    group = range(word.group, word.start)
    step.negation += [i for i in group if negates(tokens[i].lower)]
    for i in group:
        _read_modal(step, i, uncontracted(tokens[i].lower))
    before = [uncontracted(t.lower) for t in tokens[max(word.group - 1, 0) : word.start]]
    subject = clauses.at[word.group - 1] if word.group else None
    if (
        "to" in before
        and step.stage == "delivered"
        and not step.nominal
        and (
            any(w in context("auxiliaries") for w in before)
            or (subject is not None and subject.kind == "party" and subject.start == 0)
        )
    ):
        # the headline "France to sell jets", "is to deliver": announced, unless an operator says more
        step.stage, step.certainty = "agreed", "planned"
    if step.negation:
        _negate(step)
    hedges = [i for i in group if tokens[i].lower in modality("hedge")]
    if hedges:
        step.certainty = "possible"
        step.modality += hedges


def _read_modal(step: Step, i: int, word: str) -> None:
    """What a modal verb, token `i`, makes of a step's stage and certainty."""
    if word in modality("future"):
        step.certainty = "planned"
        if step.stage == "delivered" or (
            step.stage == "sought" and step.frame not in ("give", "arm", "move")
        ):
            step.stage = "agreed"
    elif word in modality("possible"):
        step.certainty = "possible"
        if step.stage in ("delivered", "agreed"):
            step.stage = "negotiating"
    elif word in modality("duty"):
        step.certainty = "possible"
        if step.stage == "delivered":
            step.stage = "sought"
    else:
        return
    step.modality.append(i)


def _negate(step: Step) -> None:
    """Codebook, decided case 21: "will not supply" is a refusal, "never sold" a denial."""
    future = bool(step.modality)
    if step.stage in ("agreed", "negotiating", "offered", "approved") and (future or step.stage != "agreed"):
        step.stage, step.polarity = "withheld", "asserted"
        step.certainty = "fact"
    elif step.stage in ("delivered", "sought", "agreed"):
        step.polarity = "denied"


# ------------------------------------------------------------------ what governs a core


def _govern_verb(clauses: Clauses, words: list[Word], step: Step) -> None:
    """Fold in operators leftwards: "has agreed to sell", "asked Washington to sell", "considering selling"."""
    for _ in range(4):
        left, controller = _neighbour(clauses, words, step)
        partners: list[Chunk] = []
        if left is None:
            left, partners = _agreed_with(clauses, words, step)
        if left is None or left.meaning.echo:
            return
        if left.used and left.meaning.part == "operator":
            return
        if step.word and not _can_be_governed(clauses, step.word, left):
            return
        left.used = True
        step.partners += partners
        _apply(clauses, step, left, controller)
        if left.shape == "noun":
            _govern_governor(clauses, words, step, left)


def _govern_governor(clauses: Clauses, words: list[Word], step: Step, noun: Word) -> None:
    """What a governing noun is object of, and whose it is: "scrapped its agreement to buy", "Peru's request to buy"."""
    above = _object_of(clauses, words, replace(step, start=noun.start, word=noun, weak=noun.meaning.weak))
    if above is None or above.meaning.part != "operator":
        return
    owners = [c for c in clauses.at[above.end : noun.start] if c and c.kind == "party" and c.possessive]
    mine = next((c for c in reversed(owners) if c.form != "pronoun"), None)
    above.used = True
    _apply(clauses, step, above, mine)


def _agreed_with(clauses: Clauses, words: list[Word], step: Step) -> tuple[Word | None, list[Chunk]]:
    """The word before "with" and the parties after it, right before a verb: "in talks with Britain to buy"."""
    i = _before_time(clauses, step.group)
    chunk = clauses.at[i - 1] if i else None
    if chunk is None or chunk.kind != "party":
        return None, []
    partners = groups(clauses, chunk)
    i = partners[0].start
    while i and clauses.tokens[i - 1].lower in context("determiners"):
        i -= 1
    if not i or clauses.tokens[i - 1].lower != "with":
        return None, []
    governor = next(
        (w for w in words if w.end == i - 1 and w.meaning.stage in ("agreed", "negotiating")), None
    )
    return governor, partners if governor else []


def _can_be_governed(clauses: Clauses, verb: Word, governor: Word) -> bool:
    """Whether a verb's form can depend on the word before it: "agreed to sell", "plans to be sold", "stop selling"."""
    to = any(t.lower == "to" for t in clauses.tokens[verb.group : verb.start])
    if verb.shape == "noun" or governor.shape == "noun":
        return to or verb.shape == "noun" or verb.voice == "gerund"
    return to or verb.voice == "gerund"


def _neighbour(clauses: Clauses, words: list[Word], step: Step) -> tuple[Word | None, Chunk | None]:
    """The operator or transfer noun that ends right before a verb group, and the party between, if any."""
    i = step.group
    controller = None
    if (
        step.operators
        and step.operators[-1].shape == "noun"
        and i
        and clauses.tokens[i - 1].lower in ("for", "the", "its")
    ):
        # "asked Berlin for permission to send": who asks is who sends
        asked = clauses.at[i - 2] if i > 1 else None
        before = asked.start if asked and asked.kind == "party" else i - 1
        return next(
            ((w, None) for w in words if w.end == before and w.meaning.stage == "sought"), (None, None)
        )
    i = _before_time(clauses, i)
    chunk = clauses.at[i - 1] if i else None
    if chunk and chunk.kind == "party" and not chunk.possessive:
        controller = chunk
        i = chunk.start
        if i and clauses.tokens[i - 1].lower in ("the", "for", "on"):
            i -= 1
    for word in words:
        if word.start < step.start and (
            word.end == i or (word.end == i + 1 and clauses.tokens[i].lower == "to")
        ):
            return word, controller  # "about to" ends in the "to" of "to sell"
        gap = clauses.tokens[word.end : i]
        if (
            word.end < i
            and len(gap) <= 2
            and all(t.lower in ("of", "from", "on", "about", "in", "for", "to") for t in gap)
            and gap
        ):
            return word, controller
    return None, None


def _before_time(clauses: Clauses, i: int) -> int:
    """Step over "in 2007" or "on Monday" between an operator and its verb: "agreed in 2007 to sell"."""
    chunk = clauses.at[i - 1] if i else None
    if chunk is None or chunk.kind != "date":
        return i
    i = chunk.start
    return (
        i - 1
        if i and clauses.tokens[i - 1].lower in ("in", "on", "at", "from", "late", "early", "since", "by")
        else i
    )


def govern_noun(clauses: Clauses, words: list[Word], step: Step) -> None:
    """Fold in what takes the noun as object ("blocked the big sale") or as passive subject ("the sale was blocked")."""
    if step.word and step.word.meaning.lemma in context("placed") and _placed(clauses, words, step):
        return
    left = _object_of(clauses, words, step)
    if left:
        left.used = True
        _apply(clauses, step, left, None)
        _govern_verb(clauses, words, step)
        return
    right = _subject_of(clauses, words, step)
    if right:
        right.used = True
        _apply(clauses, step, right, None)
        step.stage_tokens.append((right.start, right.end))


def _placed(clauses: Clauses, words: list[Word], step: Step) -> bool:
    """ "Gave Britain its biggest order", "awarded the yard a contract": who gives it receives the goods."""
    i = step.start
    parties: list[Chunk] = []
    while i and not any(w.end == i for w in words):
        chunk = clauses.at[i - 1]
        if chunk is None and not _in_noun_phrase(clauses.tokens[i - 1].lower):
            return False
        if chunk and chunk.kind == "party" and not chunk.possessive:
            parties = groups(clauses, chunk)
        i = chunk.start if chunk else i - 1
    verb = next((w for w in words if w.end == i), None)
    if verb is None or verb.meaning.lemma not in context("placing") or verb.voice == "passive":
        return False
    if not parties or parties[0].start > verb.end + 1:
        return False
    verb.used = True
    _apply(clauses, step, verb, None)
    step.frame = "take"
    step.partners += parties
    return True


def _object_of(clauses: Clauses, words: list[Word], step: Step) -> Word | None:
    """The operator left of a noun with nothing but its determiners, modifiers and goods between."""
    i = step.start
    listed = False
    for _ in range(14):
        if i == 0:
            return None
        for word in words:
            if word.end == i and word is not step.word:
                if word.shape == "noun" and (listed or step.weak):
                    return None  # "the sale of arms and diversion of funds"
                governs = (
                    word.meaning.part in ("operator", "phrase")
                    or word.meaning.stage != "delivered"
                    or step.weak
                )
                return word if governs and (word.shape != "noun" or word.meaning.part == "noun") else None
        chunk = clauses.at[i - 1]
        if chunk:
            own = chunk.kind == "party" and chunk.form in ("office", "pronoun") and not chunk.possessive
            if own:
                return None
            i = chunk.start
            continue
        if not _in_noun_phrase(clauses.tokens[i - 1].lower):
            return None
        listed = listed or clauses.tokens[i - 1].lower == "and"
        i -= 1
    return None


def _in_noun_phrase(word: str) -> bool:
    """Whether a word may stand between a governing word and a transfer noun."""
    return (
        word in context("determiners")
        or word in modifiers()
        or word in context("noun_phrase")
        or word.endswith(tuple(context("adjective_endings")))
        or word[:1].isdigit()
    )


def _subject_of(clauses: Clauses, words: list[Word], step: Step) -> Word | None:
    """The verb whose subject a noun is: the next operator behind it in the clause, in the passive or without object."""
    for word in words:
        if word.start < step.end or word.shape in ("noun",):
            continue
        between = clauses.tokens[step.end : word.group]
        if len(between) > 18 or any(
            t.text in HARD_STOPS or t.lower in context("fate_stops") for t in between
        ):
            return None
        if word.meaning.part not in ("operator", "phrase"):
            return None
        aspect = word.meaning.stage == "delivered"
        return (
            word
            if word.voice == "passive" or word.meaning.part == "phrase" or aspect or word.shape == "past"
            else None
        )
    return None


def _apply(clauses: Clauses, step: Step, operator: Word, controller: Chunk | None) -> None:
    """Change a step by a word that governs it (the table of codebook, "stage", and decided cases 7, 8, 21, 23)."""
    meaning = operator.meaning
    step.operators.append(operator)
    step.stage_tokens.append((operator.start, operator.end))
    step.group = min(step.group, operator.group)
    if controller is not None:
        step.controller = controller
    outer = Step(operator.start, operator.end, operator.group, meaning.frame, meaning.stage, word=operator)
    outer.certainty = meaning.certainty
    if operator.shape != "noun":
        _read_group(clauses, outer, operator)
    step.negation += outer.negation
    step.modality += outer.modality
    step.stage, step.certainty = _combined(step, outer)
    if outer.polarity == "denied":
        step.polarity = "denied"


def _combined(step: Step, outer: Step) -> tuple[Stage, Certainty]:
    """Stage and certainty of an inner step under an outer one."""
    stage, certainty = outer.stage, outer.certainty
    take = step.frame == "take"
    if stage == "delivered":  # begin, continue: the inner step stands
        return step.stage, step.certainty if outer.certainty == "fact" else outer.certainty
    if outer.word and outer.word.meaning.lifts:  # an embargo that is lifted lets through
        return ("approved" if step.stage == "withheld" else step.stage), certainty
    if step.stage in ("withheld", "cancelled"):
        if stage == "sought":
            return step.stage, "possible"
        if stage in ("agreed", "offered", "approved"):
            return step.stage, "planned"
        if stage in ("negotiating",):
            return step.stage, "possible"
        return step.stage, certainty
    if stage == "agreed" and certainty == "planned" and take and step.stage in ("agreed", "delivered"):
        return "sought", "planned"
    if stage == "agreed" and step.stage in ("approved", "sought", "negotiating"):
        return step.stage, certainty
    if stage == "offered" and take:
        return "sought", certainty
    if (
        stage == "sought"
        and not take
        and not step.nominal
        and outer.word
        and outer.word.meaning.lemma in ("want", "hope", "seek", "bid", "wish")
    ):
        # the supplier wants to sell
        return ("offered" if step.controller is None else "sought"), certainty
    return stage, certainty


def supplier_hint(state: str | None) -> int:
    """How much a state's own makers speak for it as the supplier."""
    return makers().get(state or "", 0)
