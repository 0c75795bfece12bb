"""The dataclasses that pages show and the API answers with, by noun."""
