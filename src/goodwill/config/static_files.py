from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, also in `import` and `url()`, so browsers may keep files for ever."""

    support_js_module_import_aggregation = True
