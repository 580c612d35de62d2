"""The words of the library, language by language, each row in the order that its comment tells."""

Row = tuple[str, ...]

PREFER_NOT: dict[str, str] = {
    "en": "I prefer not to say",
    "es": "Prefiero no decirlo",
    "ar": "أفضّل عدم الإجابة",
    "fr": "Je préfère ne pas répondre",
    "de": "Das möchte ich nicht sagen",
    "pt": "Prefiro não dizer",
    "pl": "Wolę nie odpowiadać",
    "uk": "Не хочу відповідати",
    "tr": "Söylemek istemiyorum",
    "ur": "میں نہیں بتانا چاہتا/چاہتی",
    "hi": "मैं नहीं बताना चाहता/चाहती",
    "zh_Hans": "不愿透露",
}

# the question, "Under 16", "16 to 24" with both numbers left open, "75 or over"
AGE_BAND: dict[str, Row] = {
    "en": ("How old are you?", "Under 16", "{} to {}", "75 or over"),
    "es": ("¿Qué edad tiene?", "Menos de 16", "De {} a {}", "75 o más"),
    "ar": ("كم عمركم؟", "أقل من 16", "من {} إلى {}", "75 أو أكثر"),
    "fr": ("Quel âge avez-vous ?", "Moins de 16 ans", "De {} à {} ans", "75 ans ou plus"),
    "de": ("Wie alt sind Sie?", "Unter 16", "{} bis {}", "75 oder älter"),
    "pt": ("Quantos anos você tem?", "Menos de 16", "De {} a {}", "75 ou mais"),
    "pl": ("Ile mają Państwo lat?", "Poniżej 16", "Od {} do {}", "75 lub więcej"),
    "uk": ("Скільки вам років?", "Менше 16", "Від {} до {}", "75 або більше"),
    "tr": ("Kaç yaşındasınız?", "16 yaşından küçük", "{}–{}", "75 veya üstü"),
    "ur": ("آپ کی عمر کیا ہے؟", "16 سال سے کم", "{} سے {} سال", "75 سال یا زیادہ"),
    "hi": ("आपकी उम्र क्या है?", "16 साल से कम", "{} से {} साल", "75 साल या अधिक"),
    "zh_Hans": ("您的年龄是？", "16岁以下", "{}至{}岁", "75岁或以上"),
}

# the question, woman, man, in another way
GENDER: dict[str, Row] = {
    "en": ("What is your gender?", "Woman", "Man", "I describe it in another way"),
    "es": ("¿Cuál es su género?", "Mujer", "Hombre", "Lo describo de otra manera"),
    "ar": ("ما جنسكم؟", "امرأة", "رجل", "أصفه بطريقة أخرى"),
    "fr": ("Quel est votre genre ?", "Femme", "Homme", "Je le décris autrement"),
    "de": ("Welches Geschlecht haben Sie?", "Frau", "Mann", "Ich beschreibe es anders"),
    "pt": ("Qual é o seu gênero?", "Mulher", "Homem", "Descrevo de outra forma"),
    "pl": ("Jaka jest Państwa płeć?", "Kobieta", "Mężczyzna", "Opisuję ją inaczej"),
    "uk": ("Яка ваша стать?", "Жінка", "Чоловік", "Я описую її інакше"),
    "tr": ("Cinsiyetiniz nedir?", "Kadın", "Erkek", "Başka şekilde tanımlıyorum"),
    "ur": ("آپ کی صنف کیا ہے؟", "عورت", "مرد", "میں اسے کسی اور طرح بیان کروں گا/گی"),
    "hi": ("आपका लिंग क्या है?", "महिला", "पुरुष", "मैं इसे किसी और तरह बताना चाहूँगा/चाहूँगी"),
    "zh_Hans": ("您的性别是？", "女", "男", "其他描述"),
}

# the question, a lot, a little, no
DISABILITY: dict[str, Row] = {
    "en": (
        "Does a disability or an illness limit what you do from day to day?",
        *("Yes, a lot", "Yes, a little", "No"),
    ),
    "es": (
        "¿Le limita una discapacidad o una enfermedad en su vida diaria?",
        *("Sí, mucho", "Sí, un poco", "No"),
    ),
    "ar": (
        "هل تحدّ إعاقة أو مرض مما تفعلونه في حياتكم اليومية؟",
        *("نعم، كثيرًا", "نعم، قليلًا", "لا"),
    ),
    "fr": (
        "Un handicap ou une maladie vous limite-t-il dans votre vie quotidienne ?",
        *("Oui, beaucoup", "Oui, un peu", "Non"),
    ),
    "de": (
        "Schränkt eine Behinderung oder eine Krankheit Sie im Alltag ein?",
        *("Ja, sehr", "Ja, ein wenig", "Nein"),
    ),
    "pt": (
        "Uma deficiência ou doença limita o que você faz no dia a dia?",
        *("Sim, muito", "Sim, um pouco", "Não"),
    ),
    "pl": (
        "Czy niepełnosprawność lub choroba ogranicza Państwa na co dzień?",
        *("Tak, bardzo", "Tak, trochę", "Nie"),
    ),
    "uk": (
        "Чи обмежує вас інвалідність або хвороба в повсякденному житті?",
        *("Так, дуже", "Так, трохи", "Ні"),
    ),
    "tr": (
        "Bir engel veya hastalık günlük yaşamınızı kısıtlıyor mu?",
        *("Evet, çok", "Evet, biraz", "Hayır"),
    ),
    "ur": (
        "کیا کوئی معذوری یا بیماری آپ کے روزمرہ کاموں کو محدود کرتی ہے؟",
        *("ہاں، بہت", "ہاں، تھوڑا", "نہیں"),
    ),
    "hi": (
        "क्या कोई विकलांगता या बीमारी आपके रोज़मर्रा के कामों को सीमित करती है?",
        *("हाँ, बहुत", "हाँ, थोड़ा", "नहीं"),
    ),
    "zh_Hans": ("残疾或疾病是否限制您的日常活动？", "是，影响很大", "是，有一些影响", "否"),
}

# the question, then Arabic, Chinese, English, French, Portuguese, Spanish, Turkish, Urdu, another
LANGUAGE: dict[str, Row] = {
    "en": (
        "Which language do you speak most at home?",
        *("Arabic", "Chinese", "English", "French", "Portuguese", "Spanish", "Turkish", "Urdu"),
        "Another language",
    ),
    "es": (
        "¿Qué idioma habla más en casa?",
        *("Árabe", "Chino", "Inglés", "Francés", "Portugués", "Español", "Turco", "Urdu"),
        "Otro idioma",
    ),
    "ar": (
        "أيّ لغة تتحدثون أكثر في البيت؟",
        *("العربية", "الصينية", "الإنجليزية", "الفرنسية", "البرتغالية", "الإسبانية", "التركية"),
        *("الأردية", "لغة أخرى"),
    ),
    "fr": (
        "Quelle langue parlez-vous le plus à la maison ?",
        *("Arabe", "Chinois", "Anglais", "Français", "Portugais", "Espagnol", "Turc", "Ourdou"),
        "Une autre langue",
    ),
    "de": (
        "Welche Sprache sprechen Sie zu Hause am meisten?",
        *("Arabisch", "Chinesisch", "Englisch", "Französisch", "Portugiesisch", "Spanisch"),
        *("Türkisch", "Urdu", "Eine andere Sprache"),
    ),
    "pt": (
        "Que idioma você mais fala em casa?",
        *("Árabe", "Chinês", "Inglês", "Francês", "Português", "Espanhol", "Turco", "Urdu"),
        "Outro idioma",
    ),
    "pl": (
        "W jakim języku najczęściej mówią Państwo w domu?",
        *("Arabski", "Chiński", "Angielski", "Francuski", "Portugalski", "Hiszpański", "Turecki"),
        *("Urdu", "Inny język"),
    ),
    "uk": (
        "Якою мовою ви найчастіше розмовляєте вдома?",
        *("Арабська", "Китайська", "Англійська", "Французька", "Португальська", "Іспанська"),
        *("Турецька", "Урду", "Інша мова"),
    ),
    "tr": (
        "Evde en çok hangi dili konuşuyorsunuz?",
        *("Arapça", "Çince", "İngilizce", "Fransızca", "Portekizce", "İspanyolca", "Türkçe"),
        *("Urduca", "Başka bir dil"),
    ),
    "ur": (
        "آپ گھر میں سب سے زیادہ کون سی زبان بولتے ہیں؟",
        *("عربی", "چینی", "انگریزی", "فرانسیسی", "پرتگالی", "ہسپانوی", "ترکی", "اردو"),
        "کوئی اور زبان",
    ),
    "hi": (
        "आप घर पर सबसे ज़्यादा कौन-सी भाषा बोलते हैं?",
        *("अरबी", "चीनी", "अंग्रेज़ी", "फ़्रेंच", "पुर्तगाली", "स्पेनिश", "तुर्की", "उर्दू"),
        "कोई और भाषा",
    ),
    "zh_Hans": (
        "您在家最常说哪种语言？",
        *("阿拉伯语", "中文", "英语", "法语", "葡萄牙语", "西班牙语", "土耳其语", "乌尔都语"),
        "其他语言",
    ),
}

AREA: dict[str, str] = {
    "en": "Which part of the city do you live in?",
    "es": "¿En qué parte de la ciudad vive?",
    "ar": "في أيّ منطقة من المدينة تسكنون؟",
    "fr": "Dans quelle partie de la ville habitez-vous ?",
    "de": "In welchem Teil der Stadt wohnen Sie?",
    "pt": "Em que parte da cidade você mora?",
    "pl": "W której części miasta Państwo mieszkają?",
    "uk": "У якій частині міста ви живете?",
    "tr": "Şehrin hangi bölgesinde yaşıyorsunuz?",
    "ur": "آپ شہر کے کس حصے میں رہتے ہیں؟",
    "hi": "आप शहर के किस हिस्से में रहते हैं?",
    "zh_Hans": "您住在城市的哪个区域？",
}

LANGUAGES = frozenset(PREFER_NOT)
