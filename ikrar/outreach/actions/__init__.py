"""Every write of the room `outreach`."""
