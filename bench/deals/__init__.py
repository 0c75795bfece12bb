"""Deals: how well claims are gathered, and how quickly."""
