"""Every read about norms, a file per subject."""
