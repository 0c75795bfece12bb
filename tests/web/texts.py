"""Articles of our own writing: stories, speakers, outlets, deals that agree and deals that do not."""

from __future__ import annotations

AGENCY = """\
OSLO (Meridian News Agency) - Norway has ordered 54 Leopard 2A7 tanks from Germany, defence minister Ingrid Halvorsen \
said on Friday. The contract is worth $1.9 billion, and the first tanks are to be delivered in 2026.
"We looked at two tanks and chose the one that our neighbours drive," Halvorsen said. She added that Germany had \
offered to train 40 crews.
South Korea, whose K2 tank lost the contest, said through its embassy that it respected the decision. Analysts in Oslo \
had expected a split order until the last week.
"""

ADDED = """\
Mayor Tor Lien of Rena, where the tanks will be based, told this newspaper that the roads of the valley must be \
widened first. "Nobody has asked us about the bridges," Lien said.
"""

ARTICLES: tuple[dict[str, str], ...] = (
    {
        "id": "agency",
        "title": "Norway orders 54 Leopard tanks from Germany",
        "outlet": "Meridian News Agency",
        "published": "2023-02-03",
        "url": "https://meridian.example/2023/leopard",
        "text": AGENCY,
    },
    {
        "id": "reprint",
        "title": "Norway orders tanks from Germany",
        "outlet": "Harbour Courier",
        "published": "2023-02-04",
        "url": "https://harbour.example/a/1",
        "text": AGENCY,
    },
    {
        "id": "extended",
        "title": "New tanks for Rena",
        "outlet": "The Valley Post",
        "published": "2023-02-05",
        "text": AGENCY + ADDED,
    },
    {
        "id": "delivery",
        "title": "First eight tanks arrive",
        "outlet": "Harbour Courier",
        "published": "2026-05-11",
        "text": """\
Germany has delivered eight Leopard 2A7 tanks to Norway, the German defence ministry said on Monday. \
The ship reached the port of Fredrikstad at dawn.
According to Ingrid Halvorsen, who signed the contract as minister, Norway will receive 82 Leopard 2A7 tanks from \
Germany in all. The ministry in Berlin denied that Germany had sold howitzers to Norway.
""",
    },
    {
        "id": "denied",
        "title": "Sweden denies sale of missiles",
        "outlet": "The Valley Post",
        "published": "2023-06-20",
        "text": """\
Sweden has not sold RBS 70 missiles to Algeria, foreign minister Karin Asplund said on Tuesday. "There is no such \
contract," Asplund told reporters at the Nordic Defence Forum in Stockholm.
An Algerian officer, who asked not to be named, had said that Algeria received 30 RBS 70 missiles from Sweden in 2022.
""",
    },
    {
        "id": "frigates",
        "title": "Greece signs for three frigates",
        "outlet": "Gulf & Aegean Observer",
        "published": "2022-03-24",
        "text": """\
ATHENS - Greece signed a contract for three Belharra frigates with France on Thursday, worth €3 billion. \
The prime minister, Nikos Venetis, called France "a friend at sea".
France delivered 18 Rafale fighter aircraft to Greece between 2021 and 2023, according to the air staff. \
France also offered Exocet missiles to Egypt, an officer of the French navy said.
""",
    },
    {
        "id": "drones",
        "title": "Poland takes 24 drones",
        "outlet": "Gulf & Aegean Observer",
        "published": "2022-10-28",
        "text": """\
Turkey has delivered six Bayraktar TB2 drones to Poland, the first of 24 that Poland ordered in May 2021. \
Poland's defence minister said that the drones would be shown to the public in Mirosławiec.
Ukraine received at least 50 Bayraktar TB2 drones from Turkey, a Turkish official said. Turkey has never said how many.
""",
    },
    {
        "id": "undated",
        "title": "",
        "outlet": "",
        "published": "",
        "text": "The United States approved the sale of 40 HIMARS launchers to Estonia. Estonia pays $500 million.",
    },
    {
        "id": "silent",
        "title": "A mild winter on the coast",
        "outlet": "Harbour Courier",
        "published": "2023-01-15",
        "text": "The harbour stayed free of ice this winter. The fishing boats went out every day of January.",
    },
)

REGISTER = """\
Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year \
range '1950' to '2026'\x20
A question mark says that a figure is not sure.

Source: made up.
Data generated: 14 Mar 2026 9:15:00 AM
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,\
Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
Norway,Germany,2023,,54,,Leopard-2A7,tank,0,,,New,"Incl training, ""Rena"" base",4,216,0
Poland,Turkiye,2021,?,24,,Bayraktar TB-2,armed UAV,24,?,2022; 2023; 2024,New,,0.5,12,12
Greece,France,2022,,3,,FDI,frigate,0,,,New,Delivery planned 2025-2026,250,750,0
Chile,Sweden,1994,?,30,?,Vildmark,APC,28,?,1996; 1997; 1999,New,Incl 4 ambulances,0.2,6,5.6
"""
