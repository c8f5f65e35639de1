"""How histories of feedback are played: a few, always the same ones, for each takes seconds."""

from hypothesis import HealthCheck, Phase, settings

few = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
