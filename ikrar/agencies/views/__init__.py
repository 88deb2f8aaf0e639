"""The doors, a file per subject."""
