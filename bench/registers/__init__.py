"""Registers: how quickly they are brought in, how well deals are set beside them."""
