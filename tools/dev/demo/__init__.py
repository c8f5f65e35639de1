"""The demo: a county of invented people, and one story told through the doors its users use."""
