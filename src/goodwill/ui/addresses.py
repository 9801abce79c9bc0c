"""The addresses of pages, which every page asks for by the dozen."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse


def address_of(name: str, /, *args: object, **kwargs: object) -> str:
    """`reverse()`, from memory where it was asked for before. Raises NoReverseMatch."""
    return _reversed(settings.ROOT_URLCONF, name, *args, **kwargs)


@lru_cache(2048, typed=True)
def _reversed(_root: str, name: str, /, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
