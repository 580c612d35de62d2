"""XLSForms in and out: the spreadsheets in which ODK, KoboToolbox and others keep their forms.

``import_xlsform`` makes a survey document of one, ``export_xlsform`` one of a document; each says,
cell by cell, what the other side cannot. See ``docs/xlsform.md``.
"""

from engage.engines.questionnaire.xlsform.pictures import Bring
from engage.engines.questionnaire.xlsform.reading import import_xlsform
from engage.engines.questionnaire.xlsform.writing import SentOut, export_xlsform

__all__ = [
    "Bring",
    "SentOut",
    "export_xlsform",
    "import_xlsform",
]
