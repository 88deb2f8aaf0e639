"""Every read about texts, campaigns and signatures."""
