"""The outlet of an address, where the page itself does not name it."""

from __future__ import annotations

import re

_SPELT = {
    "aljazeera.com": "Al Jazeera",
    "apnews.com": "AP",
    "army-technology.com": "Army Technology",
    "bloomberg.com": "Bloomberg",
    "breakingdefense.com": "Breaking Defense",
    "defense-aerospace.com": "Defense-Aerospace",
    "defense.gov": "U.S. Department of Defense",
    "defensenews.com": "Defense News",
    "defenseone.com": "Defense One",
    "dsca.mil": "Defense Security Cooperation Agency",
    "economist.com": "The Economist",
    "ft.com": "Financial Times",
    "gov.uk": "UK Government",
    "haaretz.com": "Haaretz",
    "interfax.ru": "Interfax",
    "janes.com": "Janes",
    "jpost.com": "The Jerusalem Post",
    "latimes.com": "Los Angeles Times",
    "lemonde.fr": "Le Monde",
    "navalnews.com": "Naval News",
    "nytimes.com": "The New York Times",
    "politico.com": "Politico",
    "politico.eu": "Politico",
    "reuters.com": "Reuters",
    "ria.ru": "RIA Novosti",
    "scmp.com": "South China Morning Post",
    "spiegel.de": "Der Spiegel",
    "sputniknews.com": "Sputnik",
    "state.gov": "U.S. Department of State",
    "theguardian.com": "The Guardian",
    "thehindu.com": "The Hindu",
    "timesofisrael.com": "The Times of Israel",
    "ukrinform.net": "Ukrinform",
    "upi.com": "UPI",
    "washingtonpost.com": "The Washington Post",
    "wsj.com": "The Wall Street Journal",
    "xinhuanet.com": "Xinhua",
    "yonhapnews.co.kr": "Yonhap",
    "yna.co.kr": "Yonhap",
}
_ACRONYMS = frozenset(
    "abc afp anf ani ansa apa bbc bta cbc cbs cgtn cna cnbc cnn dpa dw efe irna isna itn jta kcna kuna mee mena msnbc"
    " nbc nhk npr pap pbs petra pti rferl rt sana sbs sott spa tass trt unian upi usni voa wafa wam zdf".split()
)
_HOST = re.compile(r"[a-z]+://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)  # quicker to load than urllib.parse
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "mil", "net", "org"})


def outlet_of(address: str) -> str | None:
    """The outlet that an address belongs to: its name where known, else its host; None where it has none."""
    found = _HOST.match(address)
    host = found[1].lower().removeprefix("www.") if found else ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = _SPELT.get(".".join(labels[start:]))
        if known:
            return known
    acronym = _site(labels)
    return acronym.upper() if acronym in _ACRONYMS else host or None


def _site(labels: list[str]) -> str:
    """The label that names the site: "bbc" of bbc.co.uk, "cnn" of edition.cnn.com."""
    place = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else -2
    return labels[place] if len(labels) >= -place else labels[0]
