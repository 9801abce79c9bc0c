"""From a valid form to a verb, and what the verb refused back to the fields."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from goodwill.kernel.errors import Invalid


def done(request: HttpRequest, form: forms.Form, deed: Callable[..., Any]) -> bool:
    """Whether the form was sent and the deed took its values; else the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        deed(**form.cleaned_data)
    except Invalid as error:
        for name, sentence in error.problems.items():
            form.add_error(name if name in form.fields else None, sentence)
        return False
    return True


def status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
