"""Windows: every word is read once for its own sake, with context before it, and no window is too long."""

from __future__ import annotations

import pytest

from armstrail import sentences
from armstrail.model import Document, Link, Marks, Mention, Predicate, Span
from armstrail.reader import mentions, network, rules, weights, windows
from armstrail.reader.chunks import Setting
from armstrail.reader.windows import CASES, FEATURES, PARTS, QUOTES, WORDS, Line

TOKENIZER = weights.tokenizer_of(weights.FOLDER / "vocabulary.txt")
TEXT = (
    'Germany agreed to sell 18 Leopard 2A6 tanks to Norway. "They are good," the minister said.\n'
    "Oslo had asked for them in May."
)


def lines(text: str = TEXT, title: str = "") -> list[Line]:
    split = [*sentences.split(title, "title"), *sentences.split(text)]
    texts = {"text": text, "title": title}
    parsed = [mentions.find(s, Setting(texts[s.span.place], None)) for s in split]
    return list(windows.lines(split, parsed, TOKENIZER))


def feature(read: list[Line], name: str) -> dict[str, str]:
    number = [n for n, _ in FEATURES].index(name)
    return {
        token.text: FEATURES[number][1][features[number]]
        for line in read
        for token, features in zip(line.tokens, line.features, strict=True)
    }


def test_tables_tell_the_network_what_they_know_of_a_word() -> None:
    read = lines()
    parts, words = feature(read, "part"), feature(read, "word")
    assert parts["Germany"] == "party name"
    assert parts["tanks"] == parts["2A6"] == "designation"
    assert parts["18"] == "quantity"
    assert words["sell"] == "verb delivered"
    assert words["agreed"] == "operator agreed"
    assert feature(read, "case")["Leopard"] == "title"
    assert feature(read, "quote")["They"] == "inside"
    assert feature(read, "place")["Oslo"] == "first of a paragraph"


def test_a_word_that_no_table_knows_has_no_features_but_its_form() -> None:
    parts = feature(lines("The mayor praised the weather."), "part")
    assert set(parts.values()) == {"none"}


@pytest.mark.parametrize("longest", [40, 100, windows.LONGEST])
def test_every_line_is_the_core_of_one_window_and_none_is_too_long(longest: int) -> None:
    read = lines("\n".join([TEXT] * 20))
    made = list(windows.windows(read, longest))
    cores = [line for window in made for line in window.lines[window.core :]]
    assert [id(line) for line in cores] == [id(line) for line in read]
    assert all(len(window.ids) <= longest for window in made)
    assert all(window.core > 0 for window in made[1:])


def test_a_sentence_longer_than_a_window_is_broken_and_all_of_it_read() -> None:
    text = "tanks " * 4_000
    read = lines(text.strip() + ".")
    made = list(windows.windows(read))
    assert all(len(window.ids) <= windows.LONGEST for window in made)
    core = [t for w in made for line in w.lines[w.core :] for t in line.tokens]
    assert "".join(t.text for t in core) == text.replace(" ", "") + "."


@pytest.mark.parametrize("text", ["x" * 100_000, "\x00\x01 \x7f", "🚀 🛰️ سلاح", "İstanbul", "\u202e abc", "­"])
def test_words_that_the_vocabulary_does_not_know_still_have_a_piece_and_their_place(text: str) -> None:
    for window in windows.windows(lines(text)):
        assert len(window.first) == len(window.tokens)
        for n, token in enumerate(window.tokens):
            span = window.span(n, n + 1)
            assert text[span.start : span.end] == token.text


def test_a_word_has_the_pieces_that_it_has_in_its_sentence() -> None:
    text = "Naïve Ruritanians re-equipped F-16C/Ds, F-16C/Ds and " + "µ7" * 40 + " again."
    tokens = sentences.split(text)[0].tokens
    words = [token.text[:64] for token in tokens]
    encoded = TOKENIZER.encode(words, is_pretokenized=True, add_special_tokens=False)
    whole: dict[int | None, list[int]] = {}
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        whole.setdefault(word, []).append(piece)
    found = windows.word_pieces(tokens, TOKENIZER)
    assert found == [tuple(whole[n][:16]) for n in range(len(tokens))]
    assert max(map(len, whole.values())) > 16


def test_words_of_a_window_keep_their_place_in_text_or_title() -> None:
    (window,) = windows.windows(lines("It left.", "Oslo buys tanks"))
    assert window.span(0, 1) == Span(0, 4, "title")
    assert window.span(3, 4) == Span(0, 2, "text")


def test_every_feature_has_a_value_for_nothing() -> None:
    assert CASES[0] == PARTS[0] == WORDS[0] == "none"
    assert QUOTES[0] == "outside"


# ------------------------------------------------------------------ what rules see


def test_a_transfer_that_rules_see_is_told_to_the_network_with_its_parts() -> None:
    text = "Germany sold tanks to Peru. It will get more."
    split = sentences.split(text)
    parsed = [mentions.find(s, Setting(text, None)) for s in split]
    ruled = rules.mark(Document("d", text, "", None), parsed)
    (window,) = windows.windows(windows.lines(split, parsed, TOKENIZER, ruled))
    words = [token.text for token in window.tokens]
    on = (words.index("sold"), words.index("sold") + 1)
    seen = dict(zip(words, network.parts_seen(window, [on])[0].tolist(), strict=True))
    assert {w: windows.RULED[part] for w, part in seen.items() if part} == {
        "Germany": "supplier",
        "tanks": "item",
        "Peru": "recipient",
    }
    assert next(w for w, stated in zip(words, network.inputs(window)[3], strict=True) if stated) == "sold"


def test_a_part_falls_to_the_name_that_a_pronoun_stands_for_too() -> None:
    text = "Peru waits. It was sold tanks."
    split = sentences.split(text)
    it, peru = Mention(Span(12, 14), "party", 1), Mention(Span(0, 4), "party")
    on = Span(19, 23)
    ruled = Marks(
        mentions=(it, peru),
        predicates=(Predicate(on, split[1].span, "delivered"),),
        links=(Link(0, 0, "recipient"),),
    )
    parsed = [mentions.find(s, Setting(text, None)) for s in split]
    (window,) = windows.windows(windows.lines(split, parsed, TOKENIZER, ruled))
    (row,) = network.parts_seen(window, [window.words(on)])
    assert [t.text for t, part in zip(window.tokens, row, strict=True) if part] == ["Peru", "It"]
    assert not network.parts_seen(window, [(0, 1)]).any()  # no transfer is seen there


def test_without_rules_nothing_is_seen() -> None:
    (window,) = windows.windows(lines("Germany sold tanks to Peru."))
    assert not network.inputs(window)[3].any()
