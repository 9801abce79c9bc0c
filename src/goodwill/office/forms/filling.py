"""From a valid form to a verb, and what the verb refused back to the fields."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest

from goodwill.kernel.errors import Invalid

T = TypeVar("T")


def done(request: HttpRequest, form: forms.Form, deed: Callable[..., T]) -> T | None:
    """What the deed returned for the values of the form that was sent; None where the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return deed(**form.cleaned_data)
    except Invalid as error:
        for name, sentence in error.problems.items():
            form.add_error(name if name in form.fields else None, sentence)
        return None


def status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
