from django.urls import path

from goodwill.desk.views import enter, example, home

urlpatterns = [
    path("", home.home, name="home"),
    path("first-steps/end", home.end_steps, name="end_first_steps"),
    path("settings/example", example.example, name="example"),
    path("settings/example/remove", example.remove_example, name="remove_example"),
    path("enter", enter.enter, name="enter"),
]
