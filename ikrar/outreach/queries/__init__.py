"""Reading activities, invitations and attendance."""
