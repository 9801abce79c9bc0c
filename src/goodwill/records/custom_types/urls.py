"""Addresses of record types that the general ones do not have."""

from django.urls import path

from goodwill.records.custom_types import pages

urlpatterns = [path("record-types/<int:pk>/remove", pages.remove, name="remove_type")]
