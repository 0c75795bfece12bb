"""The workbench: pages on a ledger where people see the evidence, decide and cite; each page is data too.

>>> from armstrail.web import Settings, create_app
>>> app = create_app(Settings(ledger="armstrail.db"))  # doctest: +SKIP
"""

from armstrail.web.app import create_app
from armstrail.web.settings import Settings

__all__ = ["Settings", "create_app"]
