"""One question of each kind with one answer, in every form in which it can come in.

Every way of an answer is tested with every kind by going through this list.
"""

from dataclasses import dataclass, field
from typing import Any


def words(en: str, es: str, ar: str) -> dict[str, str]:
    return {"en": en, "es": es, "ar": ar}


def option(code: str, en: str, es: str, ar: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": words(en, es, ar), **more}


@dataclass(frozen=True)
class Specimen:
    """``form`` as a page posts it, ``keyed`` and ``cells`` as typed, ``answers`` as they are kept.

    ``wrong`` is a form that must be refused. ``shown`` is the answer on "check your answers", in
    English and Arabic. ``is_apart`` says that the answer is not stored with the response.
    """

    name: str
    document: dict[str, Any]
    form: dict[str, list[str]]
    keyed: dict[str, str]
    cells: dict[str, str]
    answers: dict[str, Any]
    wrong: dict[str, list[str]]
    shown: tuple[str, str] = ("", "")
    counted: dict[str, dict[str, int]] = field(default_factory=dict)
    is_apart: bool = False

    @property
    def stored(self) -> dict[str, Any]:
        """What stands in the response: nothing of what is kept apart."""
        return {} if self.is_apart else self.answers


SPECIMENS = [
    Specimen(
        "yes or no",
        {
            "code": "q_car",
            "kind": "yes_no",
            "dont_know": True,
            "label": words("Do you have a car?", "¿Tiene coche?", "هل لديكم سيارة؟"),
        },
        form={"q_car": ["no"]},
        keyed={"q_car": "2"},
        cells={"q_car": "لا"},
        answers={"q_car": "no"},
        wrong={"q_car": ["maybe"]},
        shown=("No", "لا"),
        counted={"q_car": {"yes": 0, "no": 1, "dont_know": 0}},
    ),
    Specimen(
        "consent that may be declined",
        {
            "code": "q_quote",
            "kind": "consent",
            "label": words("May we quote you?", "¿Podemos citarle?", "هل نقتبس منكم؟"),
            "text": words("Without your name.", "Sin su nombre.", "دون اسمكم."),
        },
        form={"q_quote": ["no"]},
        keyed={"q_quote": "2"},
        cells={"q_quote": "no"},
        answers={"q_quote": "no"},
        wrong={"q_quote": ["perhaps"]},
        shown=("I do not agree", "لا أوافق"),
    ),
    Specimen(
        "consent that must be given",
        {
            "code": "q_keep",
            "kind": "consent",
            "must_be_given": True,
            "label": words("Before you begin", "Antes de empezar", "قبل أن تبدأوا"),
        },
        form={"q_keep": ["yes"]},
        keyed={"q_keep": "1"},
        cells={"q_keep": "yes"},
        answers={"q_keep": "yes"},
        wrong={"q_keep": ["no"]},
        shown=("I agree", "أوافق"),
    ),
    Specimen(
        "date",
        {
            "code": "q_since",
            "kind": "date",
            "earliest": "1900-01-01",
            "label": words("Since when?", "¿Desde cuándo?", "منذ متى؟"),
        },
        form={"q_since.day": ["٣"], "q_since.month": ["05"], "q_since.year": ["2019"]},
        keyed={"q_since": "3/5/2019"},
        cells={"q_since": "2019-05-03"},
        answers={"q_since": "2019-05-03"},
        wrong={"q_since.day": ["31"], "q_since.month": ["2"], "q_since.year": ["2019"]},
        shown=("3 May 2019", "3 مايو 2019"),
        counted={"q_since": {"2019-05": 1}},
    ),
]

SPECIMENS += [
    Specimen(
        "a scale that begins at nought",
        {
            "code": "q_likely",
            "kind": "scale",
            "minimum": 0,
            "maximum": 10,
            "label": words("How likely is it?", "¿Qué tan probable es?", "ما مدى احتمال ذلك؟"),
        },
        form={"q_likely": ["0"]},
        keyed={"q_likely": "0"},
        cells={"q_likely": "0"},
        answers={"q_likely": 0},
        wrong={"q_likely": ["11"]},
        shown=("0", "0"),
        counted={"q_likely": {str(point): int(point == 0) for point in range(11)}},
    ),
    Specimen(
        "one of several, or other words",
        {
            "code": "q_way",
            "kind": "single_choice",
            "order": "shuffled",
            "label": words("How do you travel?", "¿Cómo viaja?", "كيف تتنقلون؟"),
            "options": [
                option("bus", "By bus", "En autobús", "بالحافلة"),
                option("foot", "On foot", "A pie", "مشيًا"),
                option("other", "Other", "Otro", "غير ذلك", please_say={"required": True}),
            ],
        },
        form={"q_way": ["other"], "q_way_other": ["By mule"]},
        keyed={"q_way": "3", "q_way_other": "By mule"},
        cells={"q_way": "غير ذلك", "q_way_other": "By mule"},
        answers={"q_way": "other", "q_way_other": "By mule"},
        wrong={"q_way": ["other"], "q_way_other": [" "]},
        shown=("Other – Please say", "غير ذلك – يُرجى التوضيح"),
        counted={"q_way": {"bus": 0, "foot": 0, "other": 1}},
    ),
    Specimen(
        "several, other words, and one that stands alone",
        {
            "code": "q_street",
            "kind": "multiple_choice",
            "order": "rotated",
            "min_choices": 2,
            "max_choices": 2,
            "label": words("What is missing?", "¿Qué falta?", "ما الذي ينقص؟"),
            "options": [
                option("lights", "Lights", "Luces", "إنارة"),
                option("trees", "Trees", "Árboles", "أشجار"),
                option(
                    "other",
                    "Something else",
                    "Otra cosa",
                    "شيء آخر",
                    please_say={"label": words("What?", "¿Qué?", "ما هو؟")},
                ),
                option("none", "None of these", "Nada", "لا شيء", exclusive=True),
            ],
        },
        form={"q_street": ["other", "lights"], "q_street_other": ["A bench"]},
        keyed={"q_street": "1 3", "q_street_other": "A bench"},
        cells={"q_street": "Lights; other", "q_street_other": "A bench"},
        answers={"q_street": ["lights", "other"], "q_street_other": "A bench"},
        wrong={"q_street": ["none", "lights"]},
        shown=("Something else – What?", "شيء آخر – ما هو؟"),
        counted={"q_street": {"lights": 1, "trees": 0, "other": 1, "none": 0}},
    ),
]

SPECIMENS += [
    Specimen(
        "a matrix with one answer a row",
        {
            "code": "q_rate",
            "kind": "matrix",
            "required": True,
            "label": words("How good are these?", "¿Cómo son?", "ما مدى جودة هذه؟"),
            "rows": [
                option("buses", "Buses", "Autobuses", "الحافلات"),
                option("parks", "Parks", "Parques", "الحدائق"),
            ],
            "options": [
                option("bad", "Bad", "Mal", "سيئ"),
                option("good", "Good", "Bien", "جيد"),
            ],
        },
        form={"q_rate_buses": ["good"], "q_rate_parks": ["bad"]},
        keyed={"q_rate_buses": "2", "q_rate_parks": "1"},
        cells={"q_rate_buses": "جيد", "q_rate_parks": "Bad"},
        answers={"q_rate_buses": "good", "q_rate_parks": "bad"},
        wrong={"q_rate_buses": ["good"]},
        shown=("How good are these? – Parks", "ما مدى جودة هذه؟ – الحدائق"),
        counted={"q_rate_buses": {"bad": 0, "good": 1}, "q_rate_parks": {"bad": 1, "good": 0}},
    ),
    Specimen(
        "a matrix with several answers a row",
        {
            "code": "q_when",
            "kind": "matrix",
            "several": True,
            "label": words("When do you go?", "¿Cuándo va?", "متى تذهبون؟"),
            "rows": [option("pool", "Pool", "Piscina", "المسبح")],
            "options": [
                option("week", "On weekdays", "Entre semana", "أيام الأسبوع"),
                option("end", "At weekends", "El fin de semana", "نهاية الأسبوع"),
                option("never", "Never", "Nunca", "أبدًا", exclusive=True),
            ],
        },
        form={"q_when_pool": ["end", "week"]},
        keyed={"q_when_pool": "1 2"},
        cells={"q_when_pool": "week|end"},
        answers={"q_when_pool": ["week", "end"]},
        wrong={"q_when_pool": ["never", "week"]},
        shown=("On weekdays", "نهاية الأسبوع"),
        counted={"q_when_pool": {"week": 1, "end": 1, "never": 0}},
    ),
]

SPECIMENS += [
    Specimen(
        "a ranking",
        {
            "code": "q_first",
            "kind": "ranking",
            "order": "shuffled",
            "max_choices": 2,
            "label": words("What comes first?", "¿Qué va primero?", "ما الأولوية؟"),
            "options": [
                option("paths", "Paths", "Caminos", "الممرات"),
                option("light", "Light", "Luz", "الإنارة"),
                option("seats", "Seats", "Bancos", "المقاعد"),
            ],
        },
        form={"q_first.paths": ["2"], "q_first.light": [""], "q_first.seats": ["١"]},
        keyed={"q_first": "2 0 1"},
        cells={"q_first": "Bancos; paths"},
        answers={"q_first": ["seats", "paths"]},
        wrong={"q_first.paths": ["1"], "q_first.light": [""], "q_first.seats": ["1"]},
        shown=("2. Paths", "1. المقاعد"),
        counted={"q_first": {"paths": 0, "light": 0, "seats": 1}},
    ),
]

SPECIMENS += [
    Specimen(
        "an amount",
        {
            "code": "q_rent",
            "kind": "amount",
            "currency": "EUR",
            "minimum": 0,
            "label": words("What is your rent?", "¿Cuánto paga?", "كم تدفعون؟"),
        },
        form={"q_rent": ["€ 1 250,50"]},
        keyed={"q_rent": "1250.50"},
        cells={"q_rent": "1250,5 EUR"},
        answers={"q_rent": 1250.5},
        wrong={"q_rent": ["1.200"]},
        shown=("€1,250.50", "1,250.50"),
        counted={"q_rent": {"1250": 1}},
    ),
]

SPECIMENS += [
    Specimen(
        "a time",
        {
            "code": "q_bus_at",
            "kind": "time",
            "label": words("When does it leave?", "¿A qué hora sale?", "متى تغادر؟"),
        },
        form={"q_bus_at": [" 2.05 PM "]},
        keyed={"q_bus_at": "14 05"},
        cells={"q_bus_at": "14:05:00.000"},
        answers={"q_bus_at": "14:05"},
        wrong={"q_bus_at": ["25:00"]},
        shown=("14:05", "2:05 م"),
        counted={"q_bus_at": {"14": 1}},
    ),
]

SPECIMENS += [
    Specimen(
        "a long list",
        {
            "code": "q_where",
            "kind": "long_list",
            "label": words("Which street?", "¿Qué calle?", "أيّ شارع؟"),
            "options": [
                option("abbey", "Abbey Road", "Calle de la Abadía", "شارع الدير"),
                option("acorn", "Acorn Street", "Calle Bellota", "شارع البلوط"),
                option("mill", "Mill Lane", "Calle del Molino", "درب الطاحونة"),
            ],
        },
        form={"q_where": [" mill  LANE "]},
        keyed={"q_where": "mi"},
        cells={"q_where": "درب الطاحونة"},
        answers={"q_where": "mill"},
        wrong={"q_where": ["Nowhere"]},
        shown=("Mill Lane", "درب الطاحونة"),
        counted={"q_where": {"abbey": 0, "acorn": 0, "mill": 1}},
    ),
]

SPECIMENS += [
    Specimen(
        "a question from the library",
        {"code": "q_gender", "library": "gender"},
        form={"q_gender": ["other"], "q_gender_other": ["As myself"]},
        keyed={"q_gender": "3", "q_gender_other": "As myself"},
        cells={"q_gender": "Lo describo de otra manera", "q_gender_other": "As myself"},
        answers={"q_gender": "other", "q_gender_other": "As myself"},
        wrong={"q_gender": ["robot"]},
        shown=("I describe it in another way", "ما جنسكم؟"),
        counted={"q_gender": {"woman": 0, "man": 0, "other": 1, "prefer_not": 0}},
    ),
    Specimen(
        "an area from the library",
        {
            "code": "q_area",
            "library": "area",
            "required": True,
            "options": [
                option("east", "Eastside", "Este", "الشرق"),
                option("west", "Westgate", "Oeste", "الغرب"),
            ],
        },
        form={"q_area": ["west"]},
        keyed={"q_area": "2"},
        cells={"q_area": "Oeste"},
        answers={"q_area": "west"},
        wrong={"q_area": [""]},
        shown=("Westgate", "الغرب"),
        counted={"q_area": {"east": 0, "west": 1}},
    ),
]

SPECIMENS += [
    Specimen(
        "an e-mail address",
        {
            "code": "q_mail",
            "kind": "email",
            "kiosk": True,
            "keep_days": 30,
            "label": words("Shall we write to you?", "¿Le escribimos?", "هل نراسلكم؟"),
            "text": words("Only about **this**.", "Solo sobre **esto**.", "عن **هذا** فقط."),
        },
        form={"q_mail": [" amal@Example.ORG "]},
        keyed={"q_mail": "amal@example.org"},
        cells={"q_mail": "amal@example.org"},
        answers={"q_mail": "amal@example.org"},
        is_apart=True,
        wrong={"q_mail": ["amal@example"]},
        shown=("amal@example.org", "amal@example.org"),
    ),
]

WEST = "2.10,41.38 2.16,41.38 2.16,41.42 2.10,41.42"
EAST = "2.16,41.38 2.22,41.38 2.22,41.42 2.16,41.42 | 2.18,41.39 2.20,41.39 2.20,41.41 2.18,41.41"

SPECIMENS += [
    Specimen(
        "a place on a map",
        {
            "code": "q_spot",
            "kind": "map_point",
            "required": True,
            "about": "area",
            "label": words("Where is it?", "¿Dónde está?", "أين المكان؟"),
            "options": [
                option("west", "Westgate", "Oeste", "البوابة الغربية", outline=WEST),
                option("east", "Eastside", "Este", "الجهة الشرقية", outline=EAST),
            ],
        },
        form={"q_spot": ["41.40000 2.17000"], "q_spot_area": [""], "q_spot_place": ["By the well"]},
        keyed={"q_spot": "41.4, 2.17", "q_spot_place": "By the well"},
        cells={"q_spot": "41.40000 2.17000", "q_spot_place": "By the well"},
        answers={
            "q_spot": "41.40000 2.17000",
            "q_spot_area": "east",
            "q_spot_place": "By the well",
        },
        wrong={"q_spot": ["48.85 2.35"], "q_spot_area": [""]},
        shown=("Pin on the map: \u206641.40000, 2.17000", "الجهة الشرقية"),
        counted={"q_spot_area": {"west": 0, "east": 1}},
    ),
]

NAMES = [specimen.name for specimen in SPECIMENS]


def survey_of(*specimens: Specimen, layout: str = "one_per_page") -> dict[str, Any]:
    """A survey that asks them, each on a page of its own."""
    pages = [
        {"code": f"p{number}", "questions": [specimen.document]}
        for number, specimen in enumerate(specimens)
    ]
    return {
        "format": 1,
        "code": "specimens",
        "title": words("Specimens", "Ejemplos", "نماذج"),
        "languages": ["en", "es", "ar"],
        "layout": layout,
        "pages": pages,
    }
