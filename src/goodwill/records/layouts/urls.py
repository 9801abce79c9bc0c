from django.urls import path

from goodwill.records.layouts import pages

urlpatterns = [path("<slug:slug>/<int:pk>/arrange", pages.arrange, name="record_arrange")]
