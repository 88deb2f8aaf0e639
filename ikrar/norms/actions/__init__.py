"""Every write about norms, a file per subject."""
