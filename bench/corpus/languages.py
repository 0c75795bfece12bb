"""What pages in other languages say: short sentences of our own, with the slots of words.py."""

from __future__ import annotations

LANGUAGES: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "es": (
        [
            "El ayuntamiento de {place} {verbo} un plan para {count} viviendas cerca {lugar}.",
            "{name}, que dirige la oficina desde hace {two} años, {verbo} las obras {lugar} de {place}.",
            "Según los vecinos de {place}, {cosa} costará {count} mil y durará {two} meses.",
            "“En {place} queremos {cosa},” dijo {name} ante {count} personas.",
        ],
        {
            "verbo": "aprobó|aplazó|rechazó|presentó|revisó|celebró|anunció|criticó".split("|"),
            "lugar": "de la estación|del mercado|de la biblioteca|del río|del teatro|de la escuela".split(
                "|"
            ),
            "cosa": "la nueva plaza|el carril para bicicletas|la piscina|el puente|la fiesta|el museo".split(
                "|"
            ),
        },
    ),
    "de": (
        [
            "Der Gemeinderat von {place} {verb} {sache} für {count} Haushalte {ort}.",
            "{name}, seit {two} Jahren im Amt, {verb} die Arbeiten {ort} von {place}.",
            "Nach Angaben der Stadt {place} kostet {sache} rund {count} Tausend Euro und dauert {two} Monate.",
            "„In {place} brauchen wir {sache}“, sagte {name} vor {count} Gästen.",
        ],
        {
            "verb": "beschloss|verschob|prüfte|begrüßte|lehnte|kritisierte|eröffnete|plante".split("|"),
            "sache": "die neue Bücherei|den Radweg|die Brücke|das Freibad|die Schule|den Wochenmarkt".split(
                "|"
            ),
            "ort": "am Bahnhof|an der Kirche|im Süden|am Fluss|hinter dem Rathaus|beim Stadtpark".split("|"),
        },
    ),
    "fr": (
        [
            "Le conseil de {place} {verbe} {chose} pour {count} habitants {lieu}.",
            "{name}, à la tête du service depuis {two} ans, {verbe} les travaux {lieu} à {place}.",
            "Selon les riverains de {place}, {chose} coûtera {count} mille euros et durera {two} mois.",
            "« À {place}, nous voulons {chose} », a dit {name} devant {count} personnes.",
        ],
        {
            "verbe": "a approuvé|a reporté|a refusé|a présenté|a salué|a critiqué|a annoncé".split("|"),
            "chose": "la nouvelle place|la piste cyclable|le pont|la médiathèque|le marché|la piscine".split(
                "|"
            ),
            "lieu": "près de la gare|au bord du fleuve|derrière la mairie|dans le centre|au sud".split("|"),
        },
    ),
    "it": (
        [
            "Il consiglio di {place} {verbo} {cosa} per {count} famiglie {luogo}.",
            "{name}, in carica da {two} anni, {verbo} i lavori {luogo} di {place}.",
            "Secondo i residenti di {place}, {cosa} costerà {count} mila euro e durerà {two} mesi.",
        ],
        {
            "verbo": "ha approvato|ha rinviato|ha respinto|ha presentato|ha criticato|ha annunciato".split(
                "|"
            ),
            "cosa": "la nuova piazza|la pista ciclabile|il ponte|la biblioteca|il mercato|la piscina".split(
                "|"
            ),
            "luogo": "vicino alla stazione|lungo il fiume|dietro il municipio|nel centro|a sud".split("|"),
        },
    ),
    "pt": (
        [
            "A câmara de {place} {verbo} {coisa} para {count} famílias {lugar}.",
            "{name}, no cargo há {two} anos, {verbo} as obras {lugar} de {place}.",
            "Segundo os moradores de {place}, {coisa} vai custar {count} mil euros e durar {two} meses.",
        ],
        {
            "verbo": "aprovou|adiou|recusou|apresentou|criticou|anunciou|visitou".split("|"),
            "coisa": "a nova praça|a ciclovia|a ponte|a biblioteca|o mercado|a piscina".split("|"),
            "lugar": "perto da estação|junto ao rio|atrás da escola|no centro|na zona sul".split("|"),
        },
    ),
    "ru": (
        [
            "Совет города {place} {глагол} {вещь} для {count} семей {место}.",
            "{name} уже {two} лет {глагол} работы {место} в городе {place}.",
            "По словам жителей {place}, {вещь} обойдётся в {count} тысяч и займёт {two} месяцев.",
        ],
        {
            "глагол": "одобрил|отложил|отклонил|представил|обсудил|проверил|объявил".split("|"),
            "вещь": "новую площадь|велодорожку|мост|библиотеку|рынок|бассейн|школу".split("|"),
            "место": "у вокзала|у реки|за ратушей|в центре|на юге|возле театра".split("|"),
        },
    ),
    "tr": (
        [
            "{place} belediyesi {yer} {count} aile için {şey} {eylem}.",
            "{two} yıldır görevde olan {name}, {place} kentinde {yer} {şey} {eylem}.",
            "{place} sakinlerine göre {şey} {count} bin liraya ve {two} ayda bitecek.",
        ],
        {
            "eylem": "onayladı|erteledi|reddetti|tanıttı|eleştirdi|duyurdu".split("|"),
            "şey": "yeni meydanı|bisiklet yolunu|köprüyü|kütüphaneyi|pazarı|havuzu".split("|"),
            "yer": "istasyonun yanında|nehir kıyısında|merkezde|güneyde|okulun arkasında".split("|"),
        },
    ),
    "ar": (
        [
            "{فعل} مجلس مدينة {place} {شيء} من أجل {count} أسرة {مكان}.",
            "قال {name} إن {شيء} في {place} تحتاج إلى {two} أشهر.",
            "يرى سكان {place} أن {شيء} {مكان} ستكلف {count} ألفا خلال {two} أشهر.",
        ],
        {
            "فعل": "أقر|أجل|رفض|عرض|ناقش|أعلن".split("|"),
            "شيء": "الساحة الجديدة|المكتبة|السوق|المدرسة|الحديقة|المحطة".split("|"),
            "مكان": "قرب النهر|في الوسط|في الجنوب|خلف المسرح|قرب الميناء".split("|"),
        },
    ),
    "pl": (
        [
            "Rada miasta {place} {czyn} {rzecz} dla {count} rodzin {miejsce}.",
            "{name}, od {two} lat na stanowisku, {czyn} prace {miejsce} w {place}.",
            "Zdaniem mieszkańców {place} {rzecz} pochłonie {count} tysięcy i potrwa {two} miesięcy.",
        ],
        {
            "czyn": "zatwierdziła|odłożyła|odrzuciła|przedstawiła|omówiła|ogłosiła".split("|"),
            "rzecz": "nowy plac|ścieżkę rowerową|most|bibliotekę|targ|basen".split("|"),
            "miejsce": "przy dworcu|nad rzeką|za ratuszem|w centrum|na południu".split("|"),
        },
    ),
    "zh": (
        [
            "{place}市议会{when_zh}{verb_zh}{thing_zh}，涉及{count}户居民。",
            "{name}表示，{place}的{thing_zh}需要{two}个月才能完成，费用约{count}万元。",
            "据{place}居民介绍，{thing_zh}{when_zh}{verb_zh}，共有{count}人参加。",
        ],
        {
            "verb_zh": "通过了|推迟了|讨论了|公布了|参观了".split("|"),
            "thing_zh": "新广场|图书馆|自行车道|大桥|市场|游泳池".split("|"),
            "when_zh": "周一|上周|今年春天|昨天|周末".split("|"),
        },
    ),
}
SHARES = {"es": 18, "de": 15, "ru": 15, "fr": 13, "it": 10, "pt": 9, "ar": 6, "tr": 6, "pl": 5, "zh": 3}
"""How the pages in other languages fall to them, in parts of a hundred."""
