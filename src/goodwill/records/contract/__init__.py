"""What every registered type keeps to. `tests/contract/test_every_type.py` holds all of them to it."""
