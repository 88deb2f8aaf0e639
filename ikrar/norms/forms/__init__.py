"""Input of the norms room, a file per subject."""
