"""Examples of Hypothesis have no deadline here: a busy machine is no defect. What must be fast has its own test."""

from hypothesis import settings

settings.register_profile("kernel", deadline=None)
settings.load_profile("kernel")
