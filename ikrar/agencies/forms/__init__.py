"""What officers type, a file per subject."""
