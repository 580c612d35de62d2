"""Surveys from LimeSurvey: the structure that it exports as ``.lss``.

``import_limesurvey`` makes a survey document of one and says, field by field, what did not come
over. Both shapes are read: texts in the rows (until version 3) and beside them (from version 4).
"""

from engage.engines.questionnaire.limesurvey.reading import import_limesurvey

__all__ = ["import_limesurvey"]
