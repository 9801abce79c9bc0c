"""Addresses of views: what happens to one is a part of its list."""

from django.urls import path

from goodwill.records.saved import pages

urlpatterns = [
    path("<slug:slug>/views/new", pages.new, name="view_new"),
    path("<slug:slug>/views/begin", pages.begin, name="view_begin"),
    path("<slug:slug>/views/<int:pk>/describe", pages.describe, name="view_describe"),
    path("<slug:slug>/views/<int:pk>/keep", pages.keep, name="view_keep"),
    path("<slug:slug>/views/<int:pk>/move", pages.move, name="view_move"),
    path("<slug:slug>/views/<int:pk>/delete", pages.delete, name="view_delete"),
    path("<slug:slug>/views/<slug:name>/star", pages.star_view, name="view_star"),
    path("<slug:slug>/columns/<str:name>", pages.column, name="list_column"),
    path("<slug:slug>/<int:pk>/star", pages.star, name="star"),
]
