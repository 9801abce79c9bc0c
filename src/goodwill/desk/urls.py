from django.urls import path

from goodwill.desk.views import enter, home

urlpatterns = [
    path("", home.home, name="home"),
    path("enter", enter.enter, name="enter"),
]
