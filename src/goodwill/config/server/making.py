"""Makes the firm of a first start, in a process that ends: what loading migrations takes is not given back before."""

import gc
import sys

from goodwill.config import startup
from goodwill.config.environment import current


def main() -> None:
    gc.disable()
    startup.make_ahead(current(), example="--example" in sys.argv[1:])


if __name__ == "__main__":
    main()
