"""Addresses of files, beside those that every type has."""

from django.urls import path

from goodwill.records.files.views import attach, content, page

urlpatterns = [
    path("files/<int:pk>/content", content.content, name="file_content"),
    path("files/<int:pk>/thumbnail", content.thumbnail, name="file_thumbnail"),
    path("files/<int:pk>/pages/<int:number>", content.page, name="file_page"),
    path("files/<int:pk>/versions/<int:number>", content.version, name="file_version"),
    path("files/<int:pk>/preview", page.preview, name="file_preview"),
    path("files/<int:pk>/new-version", attach.new_version, name="file_replace"),
    path("<slug:slug>/<int:pk>/files", attach.files_page, name="record_files"),
]
