"""The closed word classes of English that finding a speaker needs, and the look of numbers and names."""

from __future__ import annotations

HAVE = frozenset("has have had having 've ’ve 'd ’d".split())
BE = frozenset(
    "is are was were be been being am 's ’s 're ’re 'm ’m isn't isn’t aren't aren’t wasn't wasn’t weren't "
    "weren’t".split()
)
DO = frozenset("do does did don't don’t doesn't doesn’t didn't didn’t".split())
MODAL = frozenset(
    "will would can could may might must shall should cannot won't won’t wouldn't wouldn’t can't can’t couldn't "
    "couldn’t shouldn't shouldn’t ought 'll ’ll 'd ’d hasn't hasn’t haven't haven’t hadn't hadn’t".split()
)
AUXILIARY = HAVE | BE | DO | MODAL
# "he's", "they've": a pronoun and its auxiliary in one word.
CONTRACTED = frozenset(
    f"{p}{a}{v}"
    for p in ("i", "you", "he", "she", "it", "we", "they", "who", "that", "there")
    for a in "'’"
    for v in ("s", "ve", "d", "ll", "re", "m")
)
SUBJECTS = frozenset("he she they we i you".split())
PRONOUNS = SUBJECTS | frozenset("it who which".split())
OBJECTS = frozenset("him her them us me you it whom himself herself themselves itself".split())
POSSESSIVES = frozenset("his her their its our my your whose".split())
DETERMINERS = POSSESSIVES | frozenset(
    "the a an this these those some any no every each another both all many most several few other such either "
    "neither one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty "
    "hundred dozens hundreds thousands more".split()
)
PREPOSITIONS = frozenset(
    "of in on at by for with from to about against into over under after before during between among through "
    "without within across behind beyond despite near since toward towards upon via amid including until around "
    "inside outside following regarding per throughout unlike like along alongside off as than".split()
)
CONJUNCTIONS = frozenset("and but or nor yet so then".split())
SUBORDINATE = frozenset(
    "that because while when as after before since although though if unless until whereas whether where what how "
    "why once whenever than so but".split()
)
QUESTION = frozenset("whether what how why if who whom whose where when which".split())
ADVERBS = frozenset(
    "also later then now still again already often never ever always even just only once first soon recently "
    "repeatedly previously earlier long further not instead both once sometimes frequently though however too "
    "almost nearly quite very rather much simply reportedly allegedly widely well personally himself herself "
    "themselves itself back all famously otherwise yet nonetheless nevertheless meanwhile separately likewise "
    "similarly subsequently initially originally finally eventually ultimately perhaps maybe n't".split()
)
NOT_ADVERBS = frozenset(
    "family only early daily weekly monthly ally rally reply supply apply july italy assembly likely friendly "
    "belly bully bodily costly deadly elderly emily fly holy kelly billy lily monopoly anomaly homily ugly "
    "lonely lovely lively orderly quarterly scholarly timely unlikely sly imply comply rely multiply".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow mon tue wed thu fri "
    "sat sun".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec".split()
)
PERIODS = frozenset(
    "week month year night morning afternoon evening weekend day days weeks months years ago".split()
)
TIME_LEADS = frozenset("last this next late early earlier later on in".split())
OPENING = frozenset('“"‘')
CLOSING = frozenset('”"’')
DASHES = frozenset("— – - -- ―".split())
BREAKS = frozenset(", ; : — – - ( ) [ ] … -- ―".split())


def is_adverb(word: str) -> bool:
    """Whether a word in small letters is an adverb, by the list or its ending."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS)


def is_word(text: str) -> bool:
    """Whether a token is a word or a number rather than a mark."""
    return text[:1].isalnum()


def is_name(text: str) -> bool:
    """Whether a word has a capital, as names have (and first words of sentences)."""
    return text[:1].isupper()


def is_time(word: str) -> bool:
    """Whether a word names a day, a month or a length of time."""
    return word in DAYS or word in MONTHS or word in PERIODS
