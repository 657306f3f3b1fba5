"""Words of small numbers, hours and days, in every language the bot speaks, and in any setting."""

NUMBERS = {
    0: ("zéro", "zero", "cero", "صفر"),
    1: ("un", "une", "one", "uno", "una", "um", "uma", "واحد", "واحدة"),
    2: ("deux", "two", "dos", "dois", "duas", "اثنان", "اثنين", "زوج", "جوج"),
    3: ("trois", "three", "tres", "três", "ثلاثة", "ثلاث", "تلاتة"),
    4: ("quatre", "four", "cuatro", "quatro", "أربعة", "أربع", "ربعة"),
    5: ("cinq", "five", "cinco", "خمسة", "خمس"),
    6: ("six", "seis", "ستة", "ست"),
    7: ("sept", "seven", "siete", "sete", "سبعة", "سبع"),
    8: ("huit", "eight", "ocho", "oito", "ثمانية", "ثماني", "تمنية"),
    9: ("neuf", "nine", "nueve", "nove", "تسعة", "تسع"),
    10: ("dix", "ten", "diez", "dez", "عشرة", "عشر"),
    11: ("onze", "eleven", "once"),
    12: ("douze", "twelve", "doce", "doze"),
}
TENS = {  # and what lies between them
    13: ("treize", "thirteen", "trece", "treze"),
    14: ("quatorze", "fourteen", "catorce", "catorze"),
    15: ("quinze", "fifteen", "quince"),
    16: ("seize", "sixteen", "dieciséis", "dezasseis", "dezesseis"),
    17: ("dix-sept", "seventeen", "diecisiete", "dezassete", "dezessete"),
    18: ("dix-huit", "eighteen", "dieciocho", "dezoito"),
    19: ("dix-neuf", "nineteen", "diecinueve", "dezanove", "dezenove"),
    20: ("vingt", "twenty", "veinte", "vinte", "عشرون", "عشرين"),
    **{20 + n: (said,) for n, said in enumerate(
        ("veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
         "veintiocho", "veintinueve"), 1)},
    30: ("trente", "thirty", "treinta", "trinta", "ثلاثون", "ثلاثين", "تلاتين"),
    40: ("quarante", "forty", "cuarenta", "quarenta", "أربعون", "أربعين", "ربعين"),
    50: ("cinquante", "fifty", "cincuenta", "cinquenta", "خمسون", "خمسين"),
    60: ("soixante", "sixty", "sesenta", "sessenta", "ستون", "ستين"),
    70: ("septante", "seventy", "setenta", "سبعون", "سبعين"),
    80: ("quatre-vingts", "octante", "huitante", "eighty", "ochenta", "oitenta", "ثمانون", "ثمانين", "تمانين"),
    90: ("nonante", "ninety", "noventa", "تسعون", "تسعين"),
}  # fmt: skip
HUNDRED = ("cent", "cents", "hundred", "cien", "ciento", "cem", "cento", "مئة", "مائة", "مية")
AND = ("et", "and", "y", "e", "و")
POINT = ("virgule", "point", "coma", "punto", "vírgula", "ponto", "فاصلة")
AND_A_HALF = ("et demi", "et demie", "and a half", "y medio", "y media", "e meio", "e meia", "و نصف", "و نص")
NOON = ("midi", "noon", "mediodía", "meio-dia", "منتصف النهار")
MIDNIGHT = ("minuit", "midnight", "medianoche", "meia-noite", "منتصف الليل")
HOURS = ("heures", "heure", "h", "o'clock", "horas", "hora", "hours", "ساعة")
PARTS_OF_AN_HOUR = {  # in minutes
    30: ("et demie", "et demi", "half past", "y media", "e meia", "ونصف", "و نصف"),
    15: (
        "et quart",
        "quarter past",
        "a quarter past",
        "y cuarto",
        "e um quarto",
        "e quinze",
        "وربع",
        "و ربع",
    ),
    -15: ("moins le quart", "moins quart", "quarter to", "a quarter to", "menos cuarto", "إلا ربع"),
}
MORNING = ("du matin", "in the morning", "de la mañana", "da manhã", "صباحا")
AFTERNOON = (
    "du soir", "de l'après-midi", "de l'aprem", "in the evening", "in the afternoon", "at night", "de la tarde",
    "de la noche", "da tarde", "da noite", "مساء",
)  # fmt: skip
WEEKDAYS = {  # from Monday on
    0: ("lundi", "monday", "lunes", "segunda", "segunda-feira", "الاثنين", "الإثنين"),
    1: ("mardi", "tuesday", "martes", "terça", "terça-feira", "الثلاثاء"),
    2: ("mercredi", "wednesday", "miércoles", "quarta", "quarta-feira", "الأربعاء"),
    3: ("jeudi", "thursday", "jueves", "quinta", "quinta-feira", "الخميس"),
    4: ("vendredi", "friday", "viernes", "sexta", "sexta-feira", "الجمعة"),
    5: ("samedi", "saturday", "sábado", "السبت"),
    6: ("dimanche", "sunday", "domingo", "الأحد"),
}
LAST = ("dernier", "passé", "last", "pasado", "passado", "passada", "الماضي", "الماضية")
NEXT = ("prochain", "next", "próximo", "próxima", "viene", "القادم", "القادمة")
BESIDE = (  # a day's name, and it is still that day
    "le", "ce", "de", "c", "c'était", "était", "depuis", "je", "crois", "pense", "soir", "matin", "the", "on", "this",
    "since", "i", "think", "was", "it", "el", "este", "desde", "creo", "fue", "na", "no", "nesta", "acho", "foi",
    "يوم", "منذ",
)  # fmt: skip
WEEK = ("semaine", "semaines", "week", "weeks", "semana", "semanas", "أسبوع", "أسابيع")
AGO = (  # N: how many; DAYS: days or weeks
    "il y a N DAYS", "N DAYS ago", "hace N DAYS", "ha N DAYS", "قبل N DAYS", "منذ N DAYS",
)  # fmt: skip
