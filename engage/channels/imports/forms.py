"""What people choose for a file: how it is read, and what its columns hold."""

from collections.abc import Mapping

from engage.channels.imports.models import ImportFile
from engage.channels.imports.reading import Defaults
from engage.channels.imports.received import Reading

TAB = "tab"


def reading_of(form: Mapping[str, str], file: ImportFile) -> Reading:
    """What the form says; columns are named by their place."""
    chosen = {name: form.get(f"column_{place}", "") for place, name in enumerate(file.head)}
    return Reading(
        {name: target for name, target in chosen.items() if target},
        file.encoding,
        file.separator,
        form.get("day_order", ""),
        Defaults(
            form.get("channel", ""),
            form.get("language", "") or file.language,
            form.get("late_reason", file.late_reason),
        ),
    )


def separator_in(form: Mapping[str, str]) -> str:
    """The separator that was chosen: browsers trim a tab away, so that it goes by its name."""
    chosen = form.get("separator", "")
    return "\t" if chosen == TAB else chosen
