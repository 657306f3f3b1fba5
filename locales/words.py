"""Words that people type and that mean something of themselves, in every language the bot speaks, and in any setting."""

YES = (
    "oui", "o", "ouais", "yes", "y", "yep", "ok", "vrai", "true", "d'accord", "1", "sí", "sip", "claro", "vale",
    "verdadero", "sim", "s", "claro que sim", "verdadeiro", "نعم", "اي", "أيوه", "ايه", "أجل", "صحيح", "موافق",
)  # fmt: skip
NO = (
    "non", "n", "no", "nope", "nan", "faux", "false", "0", "falso", "não", "لا", "كلا", "خطأ", "لست موافقا",
)  # fmt: skip
SKIP = (
    "passer", "je passe", "sauter", "skip", "pass", "omitir", "saltar", "paso", "pular", "passar", "تخطي", "تجاوز",
)  # fmt: skip
BACK = (
    "retour", "revenir", "précédent", "back", "go back", "previous", "atrás", "volver", "anterior", "voltar",
    "رجوع", "السابق", "ارجع",
)  # fmt: skip
LEAVE = (
    "menu",
    "annuler",
    "quitter",
    "cancel",
    "quit",
    "cancelar",
    "salir",
    "sair",
    "menú",
    "إلغاء",
    "القائمة",
)
STOP = (
    "stop", "arrêt", "arrêter", "arrêtez", "stop rappels", "stop reminders", "parar", "pare", "alto", "basta",
    "no más", "chega", "قف", "توقف", "أوقف", "إيقاف", "وقف",
)  # fmt: skip
# Beside a number, these make it another one than what was asked: not, or, more than, about … times, years, hours.
NOT_JUST = (
    "pas", "ne", "non", "ni", "ou", "entre", "plus", "moins", "presque", "environ", "jamais", "fois", "ans", "an", "mois",
    "jour", "jours", "semaine", "semaines", "heure", "heures", "h", "min", "minute", "minutes", "hier", "veille", "demain",
    "not", "no", "or", "between", "more", "less", "over", "under", "almost", "about", "never", "times", "years", "months",
    "days", "day", "weeks", "hours", "hour", "minutes", "yesterday", "tomorrow",
    "nunca", "o", "más", "mas", "menos", "casi", "unos", "unas", "veces", "años", "meses", "días", "semanas", "horas",
    "ayer", "mañana", "não", "nem", "entre", "mais", "quase", "cerca", "vezes", "anos", "dias", "ontem", "amanhã",
    "لا", "ليس", "ليست", "لم", "أو", "بين", "أكثر", "أقل", "تقريبا", "حوالي", "مرات", "مرة", "سنة", "سنوات", "أيام",
    "يوم", "ساعة", "ساعات", "دقيقة", "دقائق", "أمس", "البارحة", "غدا",
)  # fmt: skip
BUT = (
    "mais", "sauf", "quoique", "excepté", "but", "except", "though", "pero", "salvo", "excepto", "aunque", "mas", "exceto",
    "embora", "لكن", "ولكن", "إلا", "ماعدا",
)  # fmt: skip
DENIES = (
    "pas", "ni", "sans", "not", "no", "without", "sin", "não", "sem", "لا", "ليس", "ليست", "مش", "غير", "بدون",
)  # fmt: skip
UNITS = {  # how people write a unit that a form writes otherwise
    "°c": ("°", "c", "degré", "degrés", "degrés celsius", "celsius", "degrees", "degrees celsius", "degree", "grados",
           "graus", "درجة", "درجات", "درجة مئوية"),
    "kg": ("kilo", "kilos", "kgs", "quilos", "كيلو", "كغ", "كلغ"),
}  # fmt: skip
DAYS = {
    -2: (
        "avant-hier",
        "avant hier",
        "day before yesterday",
        "anteayer",
        "antes de ayer",
        "anteontem",
        "أول أمس",
    ),
    -1: ("hier", "yesterday", "ayer", "ontem", "أمس", "البارحة"),
    0: ("aujourd'hui", "aujourdhui", "ce jour", "today", "hoy", "hoje", "اليوم"),
    1: ("demain", "tomorrow", "mañana", "amanhã", "غدا", "غدًا"),
}
ARABIC_MONTHS = {  # as the Maghreb and the Levant name them, by the names that every reader of Arabic knows
    "كانون الثاني": "يناير", "شباط": "فبراير", "اذار": "مارس", "آذار": "مارس", "نيسان": "أبريل", "أيار": "مايو",
    "ايار": "مايو", "حزيران": "يونيو", "تموز": "يوليو", "آب": "أغسطس", "أيلول": "سبتمبر", "ايلول": "سبتمبر",
    "تشرين الأول": "أكتوبر", "تشرين الاول": "أكتوبر", "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر",
    "كانون الاول": "ديسمبر", "جانفي": "يناير", "فيفري": "فبراير", "أفريل": "أبريل", "افريل": "أبريل",
    "ماي": "مايو", "جوان": "يونيو", "جويلية": "يوليو", "يوليوز": "يوليو", "أوت": "أغسطس", "اوت": "أغسطس",
    "غشت": "أغسطس", "شتنبر": "سبتمبر", "نونبر": "نوفمبر", "دجنبر": "ديسمبر",
}  # fmt: skip
