"""The noun phrase that a cue's speaker is: before the cue, after it, or in front of an apostrophe."""

from __future__ import annotations

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.cues import Cue, Word, match
from armstrail.reader.attribution.passage import Passage

Range = tuple[int, int]
FAR = 60  # tokens; a subject further from its verb is not looked for
QUANTIFYING = frozenset("only at nearly almost about more roughly around some over fewer less not up".split())


# ------------------------------------------------------------------ before the cue


def before(passage: Passage, cue: Cue, floor: int) -> Range | None:
    """The subject of a cue: tokens between `floor` (where its clause may begin at the earliest) and the cue."""
    first = max(passage.bound(cue.start)[0], floor, cue.start - FAR)
    end = _over_asides(passage, first, cue.start)
    if end <= first:
        return None
    low = passage.low(end - 1)
    if (
        low in g.CONTRACTED
        or low in g.PRONOUNS
        and low != "it"
        or low in ("it", "this", "that", "someone", "everyone")
    ):
        return (end - 1, end)
    if low in g.CONJUNCTIONS:
        return _shared(passage, first, end - 1)
    if low == "to":
        return _infinitive(passage, first, end - 1)
    if low in (",", "—", "–", ")"):
        return _with_aside(passage, first, end)
    if cue.shape == "ing":
        return (
            _shared(passage, first, end)
            if low in g.PREPOSITIONS | g.SUBORDINATE
            else _phrase_before(passage, first, end)
        )
    return _phrase_before(passage, first, end)


def _over_asides(passage: Passage, first: int, end: int) -> int:
    """Back over a day, an adverb in commas, a pronoun of emphasis, that stand between subject and verb."""
    if end - 2 > first and passage.low(end - 1) == ",":
        opening = _comma_before(passage, first, end - 1)
        if opening is not None and _adverbial(passage, opening + 1, end - 1):
            return opening
    i = end
    while i > first:
        low = passage.low(i - 1)
        if low in g.DAYS and i - 1 > first:
            i -= 1
            if passage.low(i - 1) in ("on", "last", "late", "early", "this") and i - 1 > first:
                i -= 1
        elif low in g.PERIODS and passage.low(i - 2) in ("last", "this", "next"):
            i -= 2
        elif low in ("himself", "herself", "themselves", "also", "then", "later") and i - 1 > first:
            i -= 1
        else:
            break
    return i


def _comma_before(passage: Passage, first: int, end: int) -> int | None:
    for i in range(end - 1, first - 1, -1):
        if not passage.free(i):
            return None
        if passage.low(i) in (",", "—", "–"):
            return i
    return None


def _adverbial(passage: Passage, start: int, end: int) -> bool:
    """Whether tokens between two commas are an aside of the verb: "however", "on Monday", "in a statement"."""
    low = passage.low(start)
    if end - start <= 2 and (g.is_adverb(low) or low in ("however", "though", "meanwhile", "too", "indeed")):
        return True
    if low in (
        "for",
        "in",
        "on",
        "at",
        "during",
        "after",
        "when",
        "while",
        "as",
        "speaking",
        "who",
        "which",
        "whose",
        "where",
        "before",
        "with",
        "by",
    ):
        return True
    return False


def _phrase_before(passage: Passage, first: int, end: int) -> Range | None:
    """The noun phrase that ends at a token: its words, names, of-phrases and short complements."""
    i = end
    while i > first:
        low, word = passage.low(i - 1), passage.word(i - 1)
        if not passage.free(i - 1) and not _scare(passage, i - 1):
            break
        if low in (
            "that",
            "because",
            "while",
            "when",
            "as",
            "although",
            "though",
            "if",
            "but",
            "whether",
            "since",
            "what",
            "how",
            "where",
            "why",
            "than",
            "before",
            "after",
        ):
            break
        if (
            not g.is_word(word)
            and low not in ("'s", "’s", "&", "-", ".", "'", "’", "$", "%", "/", "#", "@")
            and not _inside_name(passage, first, i - 1)
        ):
            break
        if (
            low in g.AUXILIARY - {"'s", "’s"}
            or low in g.CONTRACTED
            or low in ("not", "to")
            and _verb_at(passage, i)
        ):
            break
        if low in g.SUBJECTS or low in ("who", "which"):
            break
        if low in ("and", "or", "nor") and not _joins(passage, first, i - 1, end):
            break
        if _verb_at(passage, i - 1) and i - 1 > first:
            break
        i -= 1
    return _trimmed(passage, i, end)


def _scare(passage: Passage, index: int) -> bool:
    """Whether a token stands in a short quotation, as a title or nickname does."""
    quotation = passage.quotations[passage.quote[index]]
    return (
        quotation.closed
        and quotation.end - quotation.start <= 8
        and passage.low(quotation.end - 2) not in (",", ".", "!", "?")
    )


def _inside_name(passage: Passage, first: int, i: int) -> bool:
    """A comma between a place and its state, a number's comma, brackets around a party: part of the phrase."""
    low = passage.low(i)
    if low == ")":
        return any(passage.low(k) == "(" for k in range(max(first, i - 6), i))
    if low == "(":
        return True
    return False


def _joins(passage: Passage, first: int, i: int, end: int) -> bool:
    """Whether "and" joins two names or nouns rather than two clauses."""
    if i <= first:
        return False
    left, right = passage.word(i - 1), passage.word(i + 1)
    if not g.is_word(left) or passage.low(i + 1) in g.SUBJECTS:
        return False
    if g.is_name(left) and g.is_name(right):
        return True
    return (
        not g.is_name(right)
        and passage.low(i + 1) not in g.DETERMINERS
        and not g.is_name(left)
        or end - i <= 3
    )


def _verb_at(passage: Passage, i: int) -> bool:
    """Whether a token looks like a finite verb: one of the table's, or a past form after a noun."""
    if not passage.free(i):
        return False
    low, word = passage.low(i), passage.word(i)
    if word[:1].isupper():
        return False
    before_ = passage.low(i - 1)
    if before_ in g.DETERMINERS - {
        "those",
        "these",
        "this",
        "all",
        "some",
        "many",
        "most",
        "few",
    } or before_ in ("of", "'s", "’s"):
        return False
    for form in match(passage, i):
        if form.kind in ("verb", "attitude") and form.shape == "finite" and _sure(form, low):
            return True
        if form.kind in ("verb", "attitude") and form.shape == "base" and before_ in g.SUBJECTS:
            return True
    return (
        low in COMMON
        or low.endswith("ed")
        and len(low) > 4
        and before_ not in g.PREPOSITIONS
        and _past(passage, i)
    )


def _sure(form: Word, low: str) -> bool:
    from armstrail.reader.attribution.cues import nouns

    return low not in nouns()


def _past(passage: Passage, i: int) -> bool:
    after = passage.low(i + 1)
    return (
        after in g.DETERMINERS
        or after in g.OBJECTS
        or after in g.PREPOSITIONS - {"by", "in", "at"}
        or passage.word(i + 1)[:1].isupper()
    )


COMMON = frozenset(
    "took take takes gave give gives made make makes came come comes went go goes got get gets won win wins lost lose "
    "ran run runs led lead leads held hold holds met meet meets sent send sends put puts left leave leaves began "
    "begins became become becomes brought bring brings spent kept keep keeps stood stand stands sat paid pays built "
    "bought sold fell fall rose rise grew drew drove broke spoke hit cut set let faced used works worked joined "
    "needs seems appears remains includes follows plays moved turned started ended".split()
)


def _trimmed(passage: Passage, start: int, end: int) -> Range | None:
    """A phrase without what leads it but is no part of it: conjunctions, adverbs, a phrase of time or place."""
    while start < end:
        low = passage.low(start)
        if low in QUANTIFYING and (
            passage.low(start + 1) in g.DETERMINERS
            or passage.low(start + 1)[:1].isdigit()
            or passage.low(start + 1) in ("than", "least", "most", "half")
        ):
            break
        if (
            low in g.CONJUNCTIONS
            or g.is_adverb(low)
            and low not in ("both", "all")
            or low in ("-", "—", "–", ".", "'", "’", "%")
        ):
            start += 1
        elif low in ("with", "as", "than") and start + 1 < end:
            start += 1
        elif (
            low in g.PREPOSITIONS
            or low in g.DAYS
            and start + 1 < end
            and passage.low(start + 1) not in ("'s", "’s")
        ):
            nxt = _after_phrase(passage, start, end)
            if nxt >= end:
                return None
            start = nxt
        else:
            break
    while end > start and passage.low(end - 1) in ("-", ".", "(", ","):
        end -= 1
    if start >= end or not any(g.is_word(passage.word(i)) for i in range(start, end)):
        return None
    return (start, end)


def _after_phrase(passage: Passage, start: int, end: int) -> int:
    """Behind a phrase of time or place that begins a sentence without a comma: "On Monday", "In Paris"."""
    i = start + 1 if passage.low(start) in g.PREPOSITIONS else start
    if i < end and g.is_time(passage.low(i)) or passage.low(i).isdigit():
        while i < end and (g.is_time(passage.low(i)) or passage.low(i).isdigit()):
            i += 1
        return i
    for k in range(i + 1, end):
        if passage.low(k) in g.DETERMINERS:
            return k
    return end


# ------------------------------------------------------------------ asides: apposition, relative clause


def _with_aside(passage: Passage, first: int, end: int) -> Range | None:
    """The subject before an aside that ends right before the cue. An apposition belongs to the speaker's
    words, a relative clause or a participle does not."""
    opening = _comma_before(passage, first, end - 1)
    closer = passage.low(end - 1)
    if closer == ")":
        return _phrase_before(passage, first, end)
    while opening is not None:
        if closer != "," and passage.low(opening) == ",":
            opening = _comma_before(passage, first, opening)
            continue
        head = _phrase_before(passage, first, opening)
        lead = passage.low(opening + 1)
        if head is None or head[1] != opening and passage.low(head[1]) != ",":
            return None
        if (
            lead
            in (
                "who",
                "whose",
                "which",
                "where",
                "when",
                "while",
                "speaking",
                "asked",
                "citing",
                "in",
                "on",
                "at",
                "after",
            )
            or lead.endswith(("ing", "ed"))
            or lead in ("clad", "known")
        ):
            return head
        earlier = _comma_before(passage, first, opening)
        if earlier is not None and _continues(passage, earlier, opening) and opening - earlier <= 14:
            opening = earlier
            continue
        return (head[0], end - 1)
    return None


def _continues(passage: Passage, earlier: int, opening: int) -> bool:
    """Whether the words between two commas are themselves part of an aside ("X, 54, the mayor of Y, said",
    "X, president of Y, Z, said") and not the subject's own."""
    words = range(earlier + 1, opening)
    low = passage.low(earlier + 1)
    if (
        passage.low(earlier + 1) in ("a", "an", "the", "former", "who", "one")
        or low.isdigit()
        or low in ("director", "president", "chairman", "head")
    ):
        return passage.word(earlier - 1)[:1].isupper()
    return (
        low not in g.PREPOSITIONS | g.SUBORDINATE
        and all(not _verb_at(passage, i) for i in words)
        and g.is_name(passage.word(earlier - 1))
        and not g.is_name(low)
        and len(words) > 1
    )


# ------------------------------------------------------------------ the subject of an earlier verb


def _shared(passage: Passage, first: int, end: int) -> Range | None:
    """The subject of the clause before: "He smiled and said", "X spoke on Monday, saying"."""
    for i in range(first, end):
        if not passage.free(i):
            continue
        low = passage.low(i)
        if (
            low in g.AUXILIARY and low not in ("'s", "’s") or _verb_at(passage, i) or low in g.CONTRACTED
        ) and i > first:
            start = _clause_start(passage, first, i)
            if low in g.CONTRACTED:
                return (i, i + 1)
            found = _subject_at(passage, start, i)
            if found:
                return found
        elif low in g.CONTRACTED and i == first:
            return (i, i + 1)
    return None


def _subject_at(passage: Passage, first: int, verb: int) -> Range | None:
    end = _over_asides(passage, first, _group(passage, first, verb))
    if end <= first:
        return None
    low = passage.low(end - 1)
    if low in g.PRONOUNS or low in g.CONTRACTED:
        return (end - 1, end)
    if low in (",", ")"):
        return _with_aside(passage, first, end)
    return _phrase_before(passage, first, end)


def _group(passage: Passage, first: int, verb: int) -> int:
    i = verb
    while i > first and (
        passage.low(i - 1) in g.AUXILIARY
        and passage.low(i - 1) not in ("'s", "’s")
        or g.is_adverb(passage.low(i - 1))
    ):
        i -= 1
    return i


def _clause_start(passage: Passage, first: int, verb: int) -> int:
    for i in range(verb - 1, first - 1, -1):
        if passage.low(i) in g.SUBORDINATE - {"than", "so", "but"}:
            return i + 1
    return first


def behind_comma(passage: Passage, start: int) -> Range | None:
    """The subject of the main clause that follows a leading one: "Listing his reasons, he …"."""
    last = min(passage.bound(start - 1)[1], start + FAR)
    for i in range(start, last - 1):
        if passage.free(i) and passage.low(i) == ",":
            low = passage.low(i + 1)
            if low in g.SUBJECTS | {"it"}:
                return (i + 1, i + 2)
            if low in g.DETERMINERS or passage.word(i + 1)[:1].isupper():
                return leading(passage, i + 1)
    return None


def leading(passage: Passage, start: int) -> Range | None:
    """The subject that begins at a token: its words up to the first that may be its verb."""
    last = min(passage.bound(start)[1], start + 30)
    i = start
    while i < last and passage.free(i):
        low = passage.low(i)
        if low in g.SUBJECTS and i == start:
            return (i, i + 1)
        if (
            low in g.AUXILIARY
            and low not in ("'s", "’s")
            or low in g.CONTRACTED
            or low in (",", ";", ":", "—", "–", "(")
        ):
            break
        if i > start and (_verb_at(passage, i) or g.is_adverb(low) or _loose(passage, i)):
            break
        i += 1
    return _close(passage, start, i) if i > start else None


def _loose(passage: Passage, i: int) -> bool:
    """Whether a word in small letters right behind a name may be its verb."""
    low = passage.low(i)
    if (
        not g.is_name(passage.word(i - 1))
        or not passage.word(i).islower()
        or low in g.PREPOSITIONS | g.CONJUNCTIONS
    ):
        return False
    return low.endswith(("ed", "s")) and len(low) > 3 and low not in ("'s", "’s") or low in COMMON


def shared(passage: Passage, cue: Cue, floor: int) -> Range | None:
    """The subject of a cue that has none of its own ("…, adding", "and said")."""
    first = max(passage.bound(cue.start)[0], floor, cue.start - FAR)
    return _shared(passage, first, cue.start) or _main_subject(passage, first, cue.start)


def _main_subject(passage: Passage, first: int, end: int) -> Range | None:
    """The subject of a sentence whose verb no table knows."""
    start = first
    if passage.low(first) in g.PREPOSITIONS | g.SUBORDINATE or passage.low(first).endswith("ing"):
        start = next((i + 1 for i in range(first, end) if passage.low(i) == ","), end)
    while start < end and (passage.low(start) in g.CONJUNCTIONS or g.is_adverb(passage.low(start))):
        start += 1
    if start >= end or not passage.free(start):
        return None
    found = leading(passage, start)
    return found if found and found[1] < end and found[1] - found[0] <= 12 else None


def _infinitive(passage: Passage, first: int, end: int) -> Range | None:
    return _shared(passage, first, end)


# ------------------------------------------------------------------ after the cue


def after(passage: Passage, start: int) -> Range | None:
    """The noun phrase that begins at a token: said X; according to X; told by X."""
    last = min(passage.bound(start)[1], start + FAR) if start < len(passage.tokens) else start
    i = start
    while i < last and passage.free(i):
        low = passage.low(i)
        if low in g.PRONOUNS and i == start:
            return (i, i + 1)
        if low in g.CONTRACTED or low in g.AUXILIARY - {"'s", "’s"}:
            break
        if (
            low in g.DAYS
            and i > start
            and passage.low(i + 1) not in ("'s", "’s")
            or low in g.SUBORDINATE - {"than"}
            or low in g.SUBJECTS
        ):
            break
        if (
            low in ("on", "in")
            and (
                passage.low(i + 1) in g.DAYS
                or passage.low(i + 1) in g.MONTHS
                or passage.low(i + 1) in ("a", "an")
            )
            and i > start
        ):
            break
        if low in ("last", "this") and passage.low(i + 1) in g.PERIODS and i > start:
            break
        if low == ",":
            following = _apposition_end(passage, i, last)
            if following is None:
                break
            i = following
            continue
        if low in (".", ";", ":", "?", "!", "—", "–", "--") and not (low == "." and i + 1 < last):
            break
        if i > start and _verb_at(passage, i) and low not in ("led", "held", "used", "made"):
            break
        i += 1
    return _close(passage, start, i)


def _close(passage: Passage, start: int, end: int) -> Range | None:
    while end > start and (
        not g.is_word(passage.word(end - 1))
        and passage.low(end - 1) not in (")", "'s", "’s")
        or passage.low(end - 1) in ("and", "but", "also", "in", "on", "at", "as")
    ):
        end -= 1
    return (start, end) if end > start else None


def _apposition_end(passage: Passage, comma: int, last: int) -> int | None:
    """Where an apposition after a name ends: at the next comma, or the end of the sentence."""
    low = passage.low(comma + 1)
    if (
        low in g.PREPOSITIONS | g.SUBORDINATE | g.CONJUNCTIONS | g.QUESTION | g.SUBJECTS
        or low.endswith("ing")
        or g.is_adverb(low)
    ):
        return None
    for i in range(comma + 1, min(last, comma + 26)):
        if (
            not passage.free(i)
            or passage.low(i) in g.AUXILIARY - {"'s", "’s"}
            or passage.low(i) in (":", ";")
        ):
            return None
        if passage.low(i) in (",", ".") and i > comma + 1 and (passage.low(i) == "," or i + 1 == last):
            return i
        if _verb_at(passage, i):
            return None
    return last


def possessor(passage: Passage, noun: int) -> Range | None:
    """Whose word a noun is: his claim, the ministry's latest statement."""
    first = max(passage.bound(noun)[0], noun - 30)
    for i in range(noun - 1, max(first, noun - 5) - 1, -1):
        if not passage.free(i):
            return None
        low = passage.low(i)
        if low in g.POSSESSIVES:
            return (i, i + 1)
        if low in ("'s", "’s", "'", "’") and i > first:
            return _phrase_before(passage, first, i)
        if low in g.DETERMINERS or low in g.PREPOSITIONS or low in g.AUXILIARY or not g.is_word(low):
            return None
    return None
