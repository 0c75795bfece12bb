"""The reader beside its peers, on the same articles in the same run: see __main__.py."""
