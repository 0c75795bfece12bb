"""Registers of our own making for the tests: SIPRI's two layouts with transfers that never were."""

from __future__ import annotations

from pathlib import Path

PREAMBLE = """\
Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year \
range 'Not specified' to 'Not specified'\x20
A question mark says that a figure is not sure.

Source: made up.
Data generated: 7 Feb 2022 9:15:00 AM"""
HEAD = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
ROWS = """\
Chile,Sweden,1994,?,30,?,Vildmark,APC,28,?,1996; 1997; 1999,New,Incl 4 ambulances,0.2,6,5.6
Viet Nam,Soviet Union,1971,,12,,Groza-2,portable SAM,12,,1972,Second hand,,0.01,0.1,0.1
Houthi rebels (Yemen)*,unknown supplier(s),2015,?,,,Sokol,anti-ship missile,3,?,2016,New,,0.7,,2.1
DR Congo,Bosnia-Herzegovina,2020,,6,,Bistrica,patrol boat,0,,,Second hand but modernized,Delivery planned 2023,1,6,0"""
SIPRI = f"{PREAMBLE}\n{HEAD}\n{ROWS}\n"

YEARS_HEAD = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
)
YEARS = f"""\
Transfers of major conventional arms from All countries to All countries. Deals with deliveries or orders made for \
year range '1991' to '2020'\x20
Data generated: 30 Nov 2021 3:00:00 PM
{YEARS_HEAD}
701,Norway,Peru,Skarv,OPV,Ships,2004,Yes,1,No,2006,No,New,20,20,20,No
701,Norway,Peru,Skarv,OPV,Ships,2004,Yes,2,Yes,2008,Yes,New,20,20,40,No
702,UAE,Libya GNC,Rimal,APV,Armoured vehicles,2012,No,15,Yes,2013,No,New,0.1,0.1,1.5,No
"""


def saved(folder: Path, text: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    """A file of that text, to the byte."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path
