from django.urls import path

from goodwill.desk.views import enter, home

urlpatterns = [
    path("", home.home, name="home"),
    path("checklist/hide", home.hide_checklist, name="hide_checklist"),
    path("enter", enter.enter, name="enter"),
]
