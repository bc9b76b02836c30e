"""Settings of the evaluation's tests."""

from hypothesis import settings

# on a busy machine an example may wait longer than hypothesis' 200 ms for its turn
settings.register_profile("eval", settings(), deadline=None)
settings.load_profile("eval")
