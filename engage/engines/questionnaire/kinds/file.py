"""A file: a PDF, a photo or either."""

from collections.abc import Mapping
from typing import Any, ClassVar

from engage.engines.questionnaire.kinds.upload import Upload

FORMS = ("pdf", "photo")


class File(Upload):
    """A file of a limited size, in the forms that the survey takes."""

    name = "file"
    properties: ClassVar[Mapping[str, Any]] = {
        **Upload.properties,
        "accept": {
            "type": "array",
            "items": {"enum": list(FORMS)},
            "minItems": 1,
            "uniqueItems": True,
        },
    }

    def accepted(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        wanted = document.get("accept", FORMS)
        return tuple(form for form in FORMS if form in wanted)
