"""Files that a page hands out: named so that no browser and no file system reads more into it."""

from collections.abc import Iterable, Sequence

from flask import Response
from werkzeug.utils import secure_filename

from engage.kernel.tables import Cell, csv_pieces

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: str | bytes | Iterable[bytes], media_type: str, name: str) -> Response:
    """A file to be saved under this name, of which only letters, digits and ``._-`` are kept."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name)}"'
    return answer


def csv_attachment(rows: Iterable[Sequence[Cell]], name: str, *, has_bom: bool = False) -> Response:
    """Rows as a table to be saved, in which no spreadsheet computes anything."""
    return attachment(b"".join(csv_pieces(rows, has_bom=has_bom)), "text/csv", name)
