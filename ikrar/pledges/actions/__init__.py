"""Every write about texts, campaigns and signatures: one module a subject."""
