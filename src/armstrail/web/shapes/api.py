"""What the page on the API shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParameterShown:
    """A parameter of an address: its name, whether it stands in the "path" or the "query", what it may be, and what it
    does.
    """

    name: str
    place: str
    kind: str
    said: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address does when it is asked with one method. `example` is such an address that can be tried, None
    where that would change something or needs a name. `takes` says that it takes a body.
    """

    method: str
    path: str
    said: str
    parameters: tuple[ParameterShown, ...]
    takes: bool
    example: str | None


@dataclass(frozen=True, slots=True)
class ApiPage:
    """The addresses under /api/v1; `document` is the address of their OpenAPI document."""

    operations: tuple[Operation, ...]
    document: str
