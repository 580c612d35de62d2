"""Workbooks as other people's tools write them."""

import io

from openpyxl import Workbook


def workbook(**sheets):
    """The bytes of a workbook with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def form(*rows, heads=("type", "name", "label"), choices=(), settings=()):
    """A form with one sheet of questions and, where they are given, the two others."""
    sheets = {"survey": [heads, *rows]}
    if choices:
        sheets["choices"] = [("list_name", "name", "label"), *choices]
    if settings:
        sheets["settings"] = settings
    return workbook(**sheets)
