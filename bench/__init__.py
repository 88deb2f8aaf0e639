"""Each speed beside its floor, in the same run: `make bench`."""
