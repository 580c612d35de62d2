"""What a survey may list, by name. A new kind of question is one file and one line here."""

from engage.engines.questionnaire.kinds.amount import Amount
from engage.engines.questionnaire.kinds.calculation import Calculation
from engage.engines.questionnaire.kinds.clock_time import ClockTime
from engage.engines.questionnaire.kinds.consent import Consent
from engage.engines.questionnaire.kinds.day import Day
from engage.engines.questionnaire.kinds.email import Email
from engage.engines.questionnaire.kinds.file import File
from engage.engines.questionnaire.kinds.information import Information
from engage.engines.questionnaire.kinds.kind import Kind, Part
from engage.engines.questionnaire.kinds.long_list import LongList
from engage.engines.questionnaire.kinds.long_text import LongText
from engage.engines.questionnaire.kinds.map_point import MapPoint
from engage.engines.questionnaire.kinds.matrix import Matrix
from engage.engines.questionnaire.kinds.multiple_choice import MultipleChoice
from engage.engines.questionnaire.kinds.number import Number
from engage.engines.questionnaire.kinds.photo import Photo
from engage.engines.questionnaire.kinds.ranking import Ranking
from engage.engines.questionnaire.kinds.scale import Scale
from engage.engines.questionnaire.kinds.short_text import ShortText
from engage.engines.questionnaire.kinds.single_choice import SingleChoice
from engage.engines.questionnaire.kinds.yes_no import YesNo
from engage.engines.questionnaire.model import Question

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SingleChoice(),
        LongList(),
        MultipleChoice(),
        YesNo(),
        Ranking(),
        Scale(),
        ShortText(),
        LongText(),
        Number(),
        Amount(),
        Day(),
        ClockTime(),
        Consent(),
        Email(),
        MapPoint(),
        Photo(),
        File(),
    )
}
PARTS: dict[str, Part] = {
    **KINDS,
    Matrix.name: Matrix(),
    Information.name: Information(),
    Calculation.name: Calculation(),
}


def kind_of(question: Question) -> Kind:
    """What there is to know about the kind of a question."""
    return KINDS[question.kind]
