"""Workbenches to test: to make one takes a second, so those that are run alike are one, on one ledger after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from fastapi import FastAPI

from armstrail.ledger import Ledger
from armstrail.ledger.accounts import AccountRules
from armstrail.web import Settings, create_app
from armstrail.web.visitors import new_secret

_FREE: defaultdict[Settings, list[FastAPI]] = defaultdict(list)
"""Those that no test has in hand, by how they are run, whatever their ledger was."""


@contextmanager
def workbench(settings: Settings, rules: AccountRules | None = None) -> Iterator[FastAPI]:
    """A workbench that nobody else has for as long as the block lasts; then its ledger is closed."""
    free = _FREE[replace(settings, ledger="")]
    if free:
        app = free.pop()
        app.state.settings = settings
        app.state.ledger = Ledger.open(settings.ledger, rules=rules)
        app.state.csrf = new_secret()
    else:
        app = create_app(settings, rules)
    try:
        yield app
    finally:
        app.state.ledger.close()
        free.append(app)
