"""How one browser likes to see Goodwill, kept in a cookie, so that no page flashes. Auto folds the bar on a tablet."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from django.http import HttpRequest, HttpResponse

CHOICES = {
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    "sidebar": ("auto", "open", "closed"),
}


@dataclass(frozen=True)
class Look:
    theme: str = "auto"
    density: str = "comfortable"
    sidebar: str = "auto"

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        return cls().changed(dict(zip(CHOICES, request.COOKIES.get(_cookie(request), "").split("."), strict=False)))

    def changed(self, wishes: dict[str, str]) -> Self:
        """With every wish that names a choice we have; all others are left as they are."""
        return replace(self, **{name: wish for name, wish in wishes.items() if wish in CHOICES.get(name, ())})

    def keep(self, request: HttpRequest, response: HttpResponse) -> None:
        response.set_cookie(
            _cookie(request),
            f"{self.theme}.{self.density}.{self.sidebar}",
            max_age=timedelta(days=400),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )


def _cookie(request: HttpRequest) -> str:
    return "__Host-look" if request.is_secure() else "look"
