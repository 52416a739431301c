"""Telling: accounts shown to a reader, on a terminal, as a page, traced, as tables."""
