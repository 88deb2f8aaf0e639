"""Input of activities and attendance."""
