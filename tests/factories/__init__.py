"""Makes what tests need, through the same commands that people use."""

from tests.factories.consultations import make_consultation
from tests.factories.people import PASSWORD, make_actor
from tests.factories.responses import leave_out, make_response
from tests.factories.surveys import SAMPLE_SURVEY, publish_sample_survey

__all__ = [
    "PASSWORD",
    "SAMPLE_SURVEY",
    "leave_out",
    "make_actor",
    "make_consultation",
    "make_response",
    "publish_sample_survey",
]
