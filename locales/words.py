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
