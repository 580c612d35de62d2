"""Comments made from a few words per subject, so that the right themes are known."""

import random

SUBJECTS = {
    "en": {
        "buses": "bus buses route driver timetable evening stop fare ticket late crowded",
        "parks": "park trees grass playground bench flowers pond shade garden picnic dogs",
        "housing": "rent flat landlord tenant heating mould roof deposit eviction mortgage damp",
        "schools": "school teacher pupils classroom homework lunch uniform exam reading maths",
    },
    "es": {
        "buses": "autobús ruta conductor horario noche parada tarifa billete retraso lleno",
        "parks": "parque árboles césped juegos banco flores estanque sombra jardín perros",
        "housing": "alquiler piso casero inquilino calefacción moho tejado fianza desahucio",
        "schools": "escuela maestra alumnos aula deberes comedor uniforme examen lectura",
    },
    "hi": {
        "buses": "बसें मार्ग चालक किराया टिकट यात्री सड़क डिपो",
        "parks": "पार्क पेड़ घास झूला बेंच फूल तालाब छाया बगीचा",
    },
    "zh": {
        "buses": "公交车 路线 司机 时刻表 车站 票价 拥挤",
        "parks": "公园 树木 草地 游乐场 长椅 花朵 池塘 树荫",
    },
}


def made_comments(
    language: str = "en", per_subject: int = 30, words: int = 6, seed: int = 0
) -> tuple[list[str], list[str]]:
    """Shuffled comments and the subject of each."""
    draws = random.Random(seed)
    made = []
    for subject, vocabulary in SUBJECTS[language].items():
        known = vocabulary.split()
        for _ in range(per_subject):
            separator = "" if language == "zh" else " "
            made.append((separator.join(draws.sample(known, min(words, len(known)))), subject))
    draws.shuffle(made)
    return [text for text, _ in made], [subject for _, subject in made]


def purity(labels: list[int], subjects: list[str]) -> float:
    """The share of comments that are in a theme of mostly their own subject."""
    themes: dict[int, list[str]] = {}
    for label, subject in zip(labels, subjects, strict=True):
        themes.setdefault(label, []).append(subject)
    main = (max(map(found.count, found)) for label, found in themes.items() if label >= 0)
    return sum(main) / len(labels)
