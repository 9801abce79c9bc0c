"""What a party's page needs beside the routes that every record type has."""

from django.urls import path

from goodwill.areas.people.views import doubles, new_party, part

urlpatterns = [
    path("duplicates", doubles.duplicates, name="duplicates"),
    path("duplicates/compare", doubles.compare, name="compare_duplicates"),
    path("duplicates/apart", doubles.tell_apart, name="tell_apart"),
    path("duplicates/together/<int:pk>", doubles.tell_together, name="tell_together"),
    path("duplicates/unmerge/<int:pk>", doubles.take_apart, name="take_apart"),
    path("duplicates/of/<int:pk>", doubles.of_party, name="doubles_of"),
    path("duplicates/look", doubles.look, name="look_for_duplicates"),
    path("duplicates/merge-certain", doubles.merge_certain, name="merge_certain"),
    path("<slug:slug>/bulk/merge", doubles.from_selection, name="merge_selection"),
    path("likely/<str:kind>", new_party.likely, name="likely_parties"),
    path("parts/<slug:kind>/<int:pk>/<slug:name>", part.part, name="party_part"),
]
