from django.urls import path

from goodwill.transfer.views import bring, columns, exports, file, options, repeats, result, rows, runs, trashed

urlpatterns = [
    path("import", bring.bring, name="import"),
    path("import/several", bring.several, name="import_several"),
    path("import/runs", runs.runs, name="imports"),
    path("import/mappings/<int:pk>/forget", bring.forget_mapping, name="forget_mapping"),
    path("import/<int:pk>", runs.run, name="import_run"),
    path("import/<int:pk>/file", file.file, name="import_file"),
    path("import/<int:pk>/columns", columns.columns, name="import_columns"),
    path("import/<int:pk>/options", options.options, name="import_options"),
    path("import/<int:pk>/check", result.check, name="import_check"),
    path("import/<int:pk>/rows/<int:number>", rows.row, name="import_row"),
    path("import/<int:pk>/words", repeats.answer, name="import_words"),
    path("import/<int:pk>/trashed", trashed.choose, name="import_trashed"),
    path("import/<int:pk>/surplus", repeats.cut, name="import_surplus"),
    path("import/<int:pk>/again", result.check_again, name="import_again"),
    path("import/<int:pk>/result", result.result, name="import_result"),
    path("import/<int:pk>/errors.csv", result.errors, name="import_errors"),
    path("import/<int:pk>/start", result.start, name="import_start"),
    path("import/<int:pk>/stop", result.stop, name="import_stop"),
    path("import/<int:pk>/undo", result.undo, name="import_undo"),
    path("import/<int:pk>/discard", runs.discard, name="import_discard"),
    path("exports", exports.exports, name="exports"),
    path("exports/<int:pk>", exports.export, name="export"),
    path("exports/<int:pk>/file", exports.download, name="export_file"),
    path("exports/<int:pk>/stop", exports.stop, name="export_stop"),
    path("<slug:slug>/export", exports.ask, name="export_list"),
    path("<slug:slug>/<int:pk>/export", exports.ask_record, name="export_record"),
]
