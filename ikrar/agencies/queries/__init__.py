"""Every read about agencies, staff, codes, officers and devices."""

from ikrar.agencies.queries.officers import device_actor, officer_actor

__all__ = ["device_actor", "officer_actor"]
