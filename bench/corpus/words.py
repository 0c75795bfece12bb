"""Words and sentence patterns of a made news corpus, all our own: English by subject, and ten languages in short.

A pattern names its slots in braces; `{place}`, `{name}` and `{count}` are known in every language.
"""

from __future__ import annotations

# None of the names that they make is one of a designation ("Nora"), which the gate would have to let through.
SYLLABLES = (
    "Al Bar Bel Cal Car Cor Dal Dor El Fal Far Gar Hal Har Il Jor Kal Kel Lan Lin Mal Mel Mor Nal Nel Ol"
    " Par Pel Quel Ral Ros Sal Sel Sor Tal Tor Ul Val Var Vel Wel Yar Zel"
).split()
PLACE_ENDS = (
    "adeno aford aham alby amere amouth andale arden aston avik bridge brook burn bury by combe dale den dorf"
    " enberg enfeld fell field ford gate haven hill holm hurst ingen isca land leigh ley low mere minster mont mouth"
    " nez ona ora port ridge rio sea shaw stad stead stow thorpe ton ula vale via ville wick wood worth"
).split()
NAME_ENDS = "a an ander ard as el en er esco etti ez ic ik in is itz mann o ov ova son sen ski us yan".split()
FIRST_NAMES = (
    "Ada Aldo Amara Anton Basil Bea Carlo Cleo Dara Edda Emil Fay Felix Greta Hugo Ida Iris Jonas Jun Kira Lena Leo"
    " Lila Marek Mina Nico Nell Odo Olga Otto Pia Ravi Rosa Sami Sofia Tara Theo Una Vera Viktor Wanda Yara Zeno"
).split()

ENGLISH: dict[str, list[str]] = {
    "official": "the mayor|a spokeswoman|the county clerk|a councillor|the head of planning|the treasurer"
    "|an inspector|the school board|the chairwoman|a city lawyer|the auditor|the head teacher".split("|"),
    "said": "said|told the meeting|wrote in a letter|explained|added|confirmed|noted|argued|announced".split(
        "|"
    ),
    "plan": "plan|budget|proposal|draft|study|report|scheme|petition|timetable|survey".split("|"),
    "building": "library|station|swimming pool|market hall|clinic|bus depot|theatre|nursery|car park|footbridge"
    "|town hall|sports ground|post office|water works".split("|"),
    "decided": "approved|put off|turned down|welcomed|reviewed|amended|published|questioned|backed".split(
        "|"
    ),
    "when": "on Monday|on Tuesday|on Wednesday|on Thursday|on Friday|last week|this spring|in early autumn"
    "|after a long debate|before the holidays|late in the evening|at the weekend".split("|"),
    "firm": "the bakery chain|a furniture maker|the regional bank|a shipping agent|the paper mill|a seed producer"
    "|the railway operator|a software house|the dairy|an insurer|the phone company|a hotel group".split("|"),
    "moved": "rose|fell|slipped|climbed|recovered|edged higher|gained|dropped|stood still".split("|"),
    "measure": "profit|turnover|sales|orders|costs|the number of staff|debt|the dividend|output".split("|"),
    "reason": "because of mild weather|as prices fell|after a slow start to the year|thanks to new customers"
    "|despite higher wages|as raw materials grew dearer|with the help of a tax rebate".split("|"),
    "team": "the visitors|the home side|the champions|the youngsters|the reserves|the league leaders".split(
        "|"
    ),
    "played": "won|lost|drew|came from behind|held on|went ahead early|were beaten|went through on penalties".split(
        "|"
    ),
    "part": "first half|second half|closing minutes|opening set|last lap|third quarter|final round".split(
        "|"
    ),
    "weather": "heavy rain|a dry spell|strong winds|light snow|thick fog|warm air from the south|a cold front".split(
        "|"
    ),
    "hit": "closed roads|delayed trains|delighted farmers|filled the reservoirs|emptied the beaches".split(
        "|"
    ),
    "artist": "the painter|a young conductor|the novelist|the band|a film maker|the dancer|the sculptor".split(
        "|"
    ),
    "work": "an exhibition|a first album|a collection of stories|a short film|a series of concerts|a new play".split(
        "|"
    ),
    "praised": "drew long queues|was praised by critics|divided the audience|sold out in a day|won a prize".split(
        "|"
    ),
    "doctor": "doctors|researchers|nurses|a team of biologists|chemists|the institute of health".split("|"),
    "found": "found|measured|observed|reported|ruled out|counted|compared|traced".split("|"),
    "effect": "fewer colds among children|a link between sleep and memory|a rise in allergies|better recovery"
    "|no effect of the diet|a new kind of moss|an older layer of clay|slower growth of the algae".split("|"),
    "food": "stew|bread|cheese|lentils|pears|cabbage|noodles|mushrooms|barley|plums".split("|"),
    "cooked": "simmered|roasted|chilled|grated|steamed|pickled".split("|"),
    "trip": "a walk along the cliffs|a night train|the old tram|a ferry to the islands|a cycle path".split(
        "|"
    ),
}
SUBJECTS: dict[str, list[str]] = {
    "council": [
        "The council of {place} {decided} a {plan} for {count} places at the {building} {when}.",
        "{name}, who has led the planning office since 20{two}, {said} that the {building} in {place} needs work.",
        "According to {official} of {place}, the {plan} costs {count} thousand and the {building} {two} thousand more.",
        "“We asked {count} households in {place},” {name} {said} {when}, “and most want the {building} to stay.”",
        "Neighbours of the {building} on {place} Street {decided} the {plan} by {count} votes to {two}.",
    ],
    "business": [
        "At {firm} of {place}, {measure} {moved} by {two} per cent to {count} million {reason}.",
        "{name}, who runs {firm}, {said} that {measure} in {place} {moved} {reason}.",
        "Analysts in {place} had expected {count} million; {measure} {moved} {when} {reason}.",
        "“Our {measure} {moved} for {two} months,” {name} of {firm} {said} in {place}.",
        "Shares in {firm} {moved} {when} to {count}.{two} in {place} {reason}.",
    ],
    "sport": [
        "{place} {played} against {place} by {two} points to {count} in the {part} {when}.",
        "{name} scored {two} times in the {part} before {team} from {place} {played}.",
        "“In the {part} we were the better side,” {name}, the coach of {place}, {said} after {count} minutes of play.",
        "{count} spectators in {place} saw how {team} {played} in the {part} {when}.",
    ],
    "weather": [
        "In {place}, {weather} {hit} {when}, and {count} households were without power.",
        "{weather} will reach {place} {when}, with up to {two} millimetres and {count} metres of visibility.",
        "{name} of the weather office in {place} {said} that {weather} had {hit} {two} times this year.",
    ],
    "culture": [
        "In {place}, {work} by {artist} {name} {praised} {when}.",
        "{artist} {name} {said} that {work} took {two} months and {count} sketches in a studio in {place}.",
        "About {count} people came to {place} for {work}, which {praised} {when}.",
    ],
    "science": [
        "{doctor} in {place} {found} {effect} among {count} volunteers over {two} weeks.",
        "The study, led by {name} in {place}, {found} {effect} in {two} of {count} cases.",
        "“We {found} {effect} only {when},” {name} {said}, adding that {place} would test {count} samples more.",
    ],
    "living": [
        "For {two} guests, {food} is {cooked} with {count} grams of {food} as {name} of {place} does it {when}.",
        "Readers from {place} recommend {trip} near {place}, {count} minutes from the {building}, {when}.",
        "{name} from {place} has {cooked} {food} for {two} years and sells {count} jars of {food} {when}.",
    ],
}
TITLES = [
    "{place} {decided} {plan} for the {building}", "{name}: how {place} {moved} in {two} years",
    "{count} people, {two} questions: the {building} of {place}", "Why {food} from {place} {moved} {when}",
    "{place} after {weather}: what {official} {said}", "{name} on {work} in {place}",
]  # fmt: skip

MENTIONS = [
    "{name}, a former army engineer, moved to {place} {two} years ago and took {count} books along.",
    "The museum of {place} keeps a tank, {two} helmets and {count} letters of that time.",
    "“Their defence was better than ours in the {part},” {name} of {place} {said} after {count} minutes.",
    "The aircraft left {place} {two} hours late with {count} passengers on board.",
    "A rocket that carries {two} weather satellites stands ready {count} kilometres from {place}.",
    "Police in {place} found {two} rifles and {count} cartons of cigarettes in a garage {when}.",
    "{name} of {place} wore no helmet when she fell {count} metres from the end, {official} {said}.",
    "Fuel leaked from a tank behind the {building} of {place}; {count} litres were pumped off {when}.",
    "The procurement of {count} buses for {place} {moved} {when}, {official} {said}.",
]
"""Sentences that hold a word of arms and tell of no transfer."""

STATES = (
    "the United States|Russia|China|Germany|France|Britain|Israel|Ukraine|Turkey|India|Pakistan|Iran|Saudi Arabia"
    "|Egypt|South Korea|Japan|Poland|Italy|Spain|Sweden|the Netherlands|Norway|Finland|Australia|Canada|Brazil"
    "|South Africa|Greece|Romania|Bulgaria|Serbia|Kazakhstan|Armenia|Azerbaijan|Georgia|Iraq|Jordan|Qatar|Kuwait|Oman"
    "|Morocco|Algeria|Nigeria|Kenya|Thailand|Malaysia|Singapore|Indonesia|the Philippines|Peru|Chile|Colombia"
).split("|")
ARMS_SLOTS: dict[str, list[str]] = {
    "state": STATES,
    "gave": "delivered|agreed to sell|offered|will supply|has shipped|approved the sale of|promised".split("|"),
    "ministry": "the defence ministry|a spokesman|a senior official|the foreign ministry|a diplomat".split("|"),
    "month": "January February March April May June July August September October November December".split(),
    "worth": "million dollars|million euros|million pounds".split("|"),
}  # fmt: skip
ARMS_SENTENCES = [
    "{state} {gave} {two} {items} to {state} in {month}, {ministry} said.",
    "{ministry} in {place} said {when} that {state} {gave} {count} {items} to {state}.",
    "“We have signed a contract for {two} {items} with {state},” said {name}, a deputy defence minister of {state}.",
    "The sale of {two} {items} to {state}, worth {count} {worth}, was approved by {state} in {month} 20{two}.",
    "{name}, an analyst in {place}, said that {state} would not sell {items} to {state} before {month}.",
    "{state} is in talks with {state} over {two} {items}, {ministry} said {when}.",
]
ARMS_AROUND = [
    "The ministry did not say how the {count} {worth} would be paid, nor {when}.",
    "{name} of the committee in {place} asked for a second report {when}; {two} members voted against.",
    "Talks between the two governments began in {place} in {month} and were broken off {two} times.",
    "“There is nothing to add to what was said in {place},” {name} told reporters {when}.",
    "The budget for the armed forces {moved} by {two} per cent to {count} {worth}.",
    "Parliament will debate the matter in {month}, when {count} questions are on the list.",
]
ARMS_TITLES = [
    "{state} and {state} agree on {items}", "{state} {gave} {two} {items} to {state}",
    "{ministry}: {items} for {state} by {month}", "Doubts over {items} for {state}",
]  # fmt: skip
MENU_HEADLINES = [
    "Defence and military", "Arms trade: all reports", "New frigates for the navy: what we know",
    "Weapons found near {place}", "Opinion: why {state} buys missiles",
]  # fmt: skip
LEGAL = (
    "All rights reserved. Reproduction in whole or in part only with written permission of the publisher. We use"
    " cookies to keep this service free of charge; you can change your choice at any time under privacy settings."
)
