"""What the report says of rows and cells that surveys here have no place for."""

from collections.abc import Mapping

from engage.engines.messages import Message, message

_WHEN = message(
    "survey file",
    "Left out: when each response was begun and when it was sent is kept with it anyway.",
)
_DEVICE = message(
    "survey file",
    "Left out: each response keeps its channel and the kiosk that it came from, no other device.",
)
_WHO = message("survey file", "Left out: who keyed a response is kept with it anyway.")
_AUDIT = message(
    "survey file", "Left out: how people move through the questions is not recorded one by one."
)
_UNASKED = message(
    "survey file", "Left out: nothing is recorded of a person or a place that was not asked for."
)
# Rows that record something without asking, by their types; ``today`` is calculated.
METADATA: Mapping[str, Message] = {
    **dict.fromkeys(("start", "end"), _WHEN),
    "deviceid": _DEVICE,
    "username": _WHO,
    "audit": _AUDIT,
    **dict.fromkeys(("simserial", "subscriberid", "phonenumber", "email_metadata"), _UNASKED),
    **dict.fromkeys(("start-geopoint", "background-geopoint", "background-audio"), _UNASKED),
}
_NO_SOUND = message("survey file", "Left out: questions here have no sound or films.")
_OUR_WAY = message("survey file", "Left out: the site shows it in its own way.")
_NO_WORDS = message("survey file", "Left out: interviewers need no words of their own here.")
_CELLS: Mapping[str, Message] = {
    "audio": _NO_SOUND,
    "video": _NO_SOUND,
    "constraint_message": message(
        "survey file", "Left out: the site says in its own words what is wrong with an answer."
    ),
    "required_message": message("survey file", "Left out: nothing is answered here."),
    "x_interviewer_script": _NO_WORDS,
    "x_paper_number": message("survey file", "Left out: this has no number of its own on paper."),
    "read_only": message("survey file", "Left out: every question here can be answered."),
    "calculation": message(
        "survey file", "Left out: people answer this themselves. Rows of “calculate” are computed."
    ),
    "choice_filter": message("survey file", "Left out: there are no answers to filter here."),
    "repeat_count": message("survey file", "Left out: only repeats are asked several times."),
    "guidance_hint": _NO_WORDS,
    "hint": message("survey file", "Left out: there is no hint here."),
    "label": message("survey file", "Left out: there is no text here."),
    "required": message("survey file", "Left out: nothing is answered here."),
    "constraint": message("survey file", "Left out: limits of this kind cannot be set here."),
    "relevant": message("survey file", "Left out: there is no condition here."),
    "appearance": _OUR_WAY,
    "autoplay": _NO_SOUND,
    "parameters": message("survey file", "Left out: nothing of this can be set here."),
    "name": message("survey file", "Left out: nothing here needs a name."),
    "version": message(
        "survey file", "Left out: versions are counted here, each time a survey is published."
    ),
    "instance_name": message(
        "survey file", "Left out: a response is called by its receipt, not by its answers."
    ),
    "style": _OUR_WAY,
    **dict.fromkeys(
        ("submission_url", "public_key", "auto_send", "auto_delete"),
        message("survey file", "Left out: responses are sent to this site, and to no other."),
    ),
}
_PICTURES = frozenset({"image", "big-image"})


def of_row(type_: str) -> Message:
    """What is said of a row that asks nothing here."""
    told = METADATA.get(type_.removeprefix("uri:"))
    if told is not None:
        return told
    return message(
        "survey file",
        "Left out: questions of the type “%(type)s” cannot be asked here.",
        type=type_,
    )


def of_cell(name: str, text: str, *, has_texts: bool) -> Message:
    """What is said of a cell by its column; ``has_texts`` of one that holds them by language."""
    if name in _PICTURES:
        return message(
            "survey file", "Left out: the picture “%(file)s” has no place here.", file=text
        )
    if name == "default":
        return message(
            "survey file",
            "Not filled in beforehand: “%(value)s” would count as an answer that nobody gave.",
            value=text,
        )
    if name in _CELLS:
        return _CELLS[name]
    if not name:
        return message("survey file", "Left out: no heading stands above it.")
    if has_texts:
        return message("survey file", "Left out: the language in the heading is not known.")
    return message("survey file", "Left out: this column has no meaning in surveys here.")
