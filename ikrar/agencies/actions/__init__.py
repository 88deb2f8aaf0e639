"""Every write, a file per subject."""
