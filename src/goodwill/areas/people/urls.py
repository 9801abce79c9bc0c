"""What a party's page needs beside the routes that every record type has."""

from django.urls import path

from goodwill.areas.people.views import new_party, part

urlpatterns = [
    path("likely/<str:kind>", new_party.likely, name="likely_parties"),
    path("parts/<slug:kind>/<int:pk>/<slug:name>", part.part, name="party_part"),
]
