"""Words that a survey need not bring along; its own words go before them."""

from collections.abc import Mapping

from engage.engines.questionnaire.model import LocaleText

YES = {
    "en": "Yes",
    "es": "Sí",
    "ar": "نعم",
    "fr": "Oui",
    "pt": "Sim",
    "de": "Ja",
    "it": "Sì",
    "pl": "Tak",
    "uk": "Так",
    "tr": "Evet",
    "ur": "ہاں",
    "hi": "हाँ",
    "zh_Hans": "是",
}
NO = {
    "en": "No",
    "es": "No",
    "ar": "لا",
    "fr": "Non",
    "pt": "Não",
    "de": "Nein",
    "it": "No",
    "pl": "Nie",
    "uk": "Ні",
    "tr": "Hayır",
    "ur": "نہیں",
    "hi": "नहीं",
    "zh_Hans": "否",
}
I_DONT_KNOW = {
    "en": "I don’t know",
    "es": "No lo sé",
    "ar": "لا أعرف",
    "fr": "Je ne sais pas",
    "pt": "Não sei",
    "de": "Ich weiß nicht",
    "it": "Non lo so",
    "pl": "Nie wiem",
    "uk": "Не знаю",
    "tr": "Bilmiyorum",
    "ur": "مجھے نہیں معلوم",
    "hi": "मुझे नहीं पता",
    "zh_Hans": "不知道",
}
PLEASE_SAY = {
    "en": "Please say",
    "es": "Díganos",
    "ar": "يُرجى التوضيح",
    "fr": "Précisez",
    "pt": "Diga qual",
    "de": "Bitte angeben",
    "it": "Specifichi",
    "pl": "Proszę podać",
    "uk": "Уточніть",
    "tr": "Lütfen belirtin",
    "ur": "براہ کرم بتائیں",
    "hi": "कृपया बताएँ",
    "zh_Hans": "请说明",
}
I_AGREE = {
    "en": "I agree",
    "es": "Estoy de acuerdo",
    "ar": "أوافق",
    "fr": "J’accepte",
    "pt": "Concordo",
    "de": "Ich stimme zu",
    "it": "Acconsento",
    "pl": "Zgadzam się",
    "uk": "Погоджуюся",
    "tr": "Kabul ediyorum",
    "ur": "مجھے منظور ہے",
    "hi": "मैं सहमत हूँ",
    "zh_Hans": "我同意",
}
I_DO_NOT_AGREE = {
    "en": "I do not agree",
    "es": "No estoy de acuerdo",
    "ar": "لا أوافق",
    "fr": "Je n’accepte pas",
    "pt": "Não concordo",
    "de": "Ich stimme nicht zu",
    "it": "Non acconsento",
    "pl": "Nie zgadzam się",
    "uk": "Не погоджуюся",
    "tr": "Kabul etmiyorum",
    "ur": "مجھے منظور نہیں",
    "hi": "मैं सहमत नहीं हूँ",
    "zh_Hans": "我不同意",
}
AREA = {
    "en": "Area",
    "es": "Zona",
    "ar": "المنطقة",
    "fr": "Quartier",
    "pt": "Zona",
    "de": "Gebiet",
    "it": "Zona",
    "pl": "Okolica",
    "uk": "Район",
    "tr": "Bölge",
    "ur": "علاقہ",
    "hi": "इलाका",
    "zh_Hans": "区域",
}
PLACE_IN_WORDS = {
    "en": "Address or place, in words",
    "es": "Dirección o lugar, con palabras",
    "ar": "العنوان أو المكان بالكلمات",
    "fr": "Adresse ou lieu, en toutes lettres",
    "pt": "Morada ou lugar, por palavras",
    "de": "Adresse oder Ort, in Worten",
    "it": "Indirizzo o luogo, a parole",
    "pl": "Adres lub miejsce, słowami",
    "uk": "Адреса або місце, словами",
    "tr": "Adres veya yer, sözle",
    "ur": "پتہ یا جگہ، الفاظ میں",
    "hi": "पता या जगह, शब्दों में",
    "zh_Hans": "地址或地点（文字说明）",
}
# Where an earlier answer is repeated and not known, as on paper.
ANSWER_TO = {
    "en": "(your answer to question {number})",
    "es": "(su respuesta a la pregunta {number})",
    "ar": "(إجابتكم عن السؤال {number})",
    "fr": "(votre réponse à la question {number})",
    "de": "(Ihre Antwort auf Frage {number})",
    "pt": "(a sua resposta à pergunta {number})",
    "pl": "(Państwa odpowiedź na pytanie {number})",
    "uk": "(ваша відповідь на запитання {number})",
    "tr": "({number}. soruya verdiğiniz yanıt)",
    "ur": "(سوال {number} پر آپ کا جواب)",
    "hi": "(प्रश्न {number} का आपका उत्तर)",
    "zh": "（您对第 {number} 题的回答）",
    "it": "(la Sua risposta alla domanda {number})",
}
# How often a repeated section was answered, where it stands as a question.
HOW_MANY = {
    "en": "{name} (how many)",
    "es": "{name} (cantidad)",
    "ar": "{name} (العدد)",
    "fr": "{name} (nombre)",
    "de": "{name} (Anzahl)",
    "pt": "{name} (quantidade)",
    "pl": "{name} (liczba)",
    "uk": "{name} (кількість)",
    "tr": "{name} (sayısı)",
    "ur": "{name} (تعداد)",
    "hi": "{name} (संख्या)",
    "zh": "{name}（数量）",
    "it": "{name} (quantità)",
}


def own_or(shipped: LocaleText, own: Mapping[str, str]) -> dict[str, str]:
    """The shipped words, with the survey's own ones in their place where it has some."""
    return {**shipped, **{locale: words for locale, words in own.items() if words}}
