from django.urls import path

from goodwill.desk.views import enter, home

urlpatterns = [
    path("", home.home, name="home"),
    path("first-steps/end", home.end_steps, name="end_first_steps"),
    path("enter", enter.enter, name="enter"),
]
