from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, also in `import` and `url()`, so browsers may keep files for ever."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> Any:
        """Until the files were collected (in tests, that is), names stay as they are."""
        return super().stored_name(name) if self.hashed_files else name
