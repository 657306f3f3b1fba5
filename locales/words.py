"""Words that people type and that mean something of themselves, in every language the bot speaks, and in any setting."""

YES = (
    "oui", "o", "ouais", "yes", "y", "yep", "ok", "vrai", "true", "d'accord", "je suis d'accord", "bien sûr",
    "volontiers", "1", "i agree", "of course", "sí", "de acuerdo", "por supuesto", "sip", "claro", "vale", "verdadero",
    "concordo", "com certeza", "sim", "s", "claro que sim", "verdadeiro",
    "نعم", "اي", "أيوه", "ايه", "أجل", "صحيح", "موافق",
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
MENU = ("menu", "menú", "القائمة", "قائمة")  # a surname, too
LEAVE = (
    *MENU,
    "annuler",
    "quitter",
    "cancel",
    "quit",
    "cancelar",
    "salir",
    "sair",
    "إلغاء",
)
GO_ON = (
    "continuer", "reprendre", "on continue", "je continue", "continue", "resume", "go on", "continuar", "seguir",
    "متابعة", "أكمل", "تابع",
)  # fmt: skip
STOP = (
    "stop", "arrêt", "arrêter", "arrêtez", "stop rappels", "stop reminders", "parar", "pare", "alto", "basta",
    "no más", "chega", "قف", "توقف", "أوقف", "إيقاف", "وقف",
)  # fmt: skip
UNSURE = (  # neither yes nor no
    "je ne sais pas", "je sais pas", "sais pas", "chais pas", "jsp", "aucune idée", "peut-être", "peut être", "je crois",
    "je pense", "je ne suis pas sûr", "je ne suis pas sûre", "pas sûr", "pas sûre", "i don't know", "dont know",
    "not sure", "i'm not sure", "maybe", "perhaps", "i think so", "no sé", "no lo sé", "quizás", "quizá", "tal vez",
    "creo que sí", "não sei", "talvez", "acho que sim", "لا أعرف", "لا أدري", "ربما", "يمكن", "مش عارف", "مش عارفة",
    "معرفش", "ما نعرف", "ما بعرف", "ma3reftch",
)  # fmt: skip
LATER = (  # not now
    "plus tard", "pas maintenant", "pas tout de suite", "je continue plus tard", "je finirai plus tard",
    "je verrai plus tard", "later", "not now", "maybe later", "más tarde", "luego", "ahora no", "mais tarde", "depois",
    "agora não", "لاحقا", "ليس الآن", "بعدين", "مش دلوقتي", "ماشي دابا",
)  # fmt: skip
# So begin those who ask, or do not know what to write, where a password is awaited: rarely does a password.
WONDERS = (
    "pourquoi", "pk", "pq", "pourkoi", "comment", "cmt", "quoi", "c'est quoi", "c quoi", "quel", "quelle",
    "quels", "quelles", "qu'est-ce", "combien", "où", "est-ce", "faut-il", "dois-je", "puis-je", "je dois",
    "je ne sais", "je sais pas", "je sais plus", "sais pas", "chais pas", "jsp", "j'ai oublié", "g oublié",
    "je comprends", "je ne comprends", "j'ai pas", "je n'ai pas", "je veux pas", "je ne veux", "je peux pas",
    "je n'arrive", "j'arrive pas", "aidez", "aide moi", "aucune idée", "why", "how", "what", "which", "where",
    "do i", "must i", "can i", "i don't", "i dont", "i do not", "i forgot", "i can't", "i cant", "i cannot",
    "help me", "no idea", "por qué", "porqué", "cómo", "qué", "cuál", "dónde", "no sé", "no entiendo",
    "no quiero", "no puedo", "olvidé", "ayuda", "por que", "porquê", "como", "que", "o que", "qual", "onde",
    "não sei", "não entendo", "não quero", "não consigo", "esqueci", "ajuda", "لماذا", "علاش", "ليش", "ليه",
    "كيف", "كيفاش", "ازاي", "ما هي", "ما هو", "ماذا", "شنو", "شو", "ايه", "وين", "اين", "لا أعرف", "لا أدري",
    "ما نعرف", "ما عرفت", "مش عارف", "معرفش", "نسيت", "لا أفهم", "ما فهمتش", "ساعدوني", "ساعدني",
)  # fmt: skip
BEGIN = (  # to fill in what waits
    "commencer", "je commence", "on commence", "remplir", "je remplis", "begin", "let's begin", "fill in", "empezar",
    "comenzar", "rellenar", "começar", "preencher", "ابدأ", "أبدأ", "نبدأ", "املأ", "نعمر",
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
    "pas", "ni", "sans", "aucun", "aucune", "not", "no", "none", "without", "sin", "ningún", "ninguna", "não", "sem",
    "nenhum", "nenhuma", "zéro", "cero", "لا", "ليس", "ليست", "لم", "ما", "مش", "غير", "بدون", "بلا", "ماعنديش", "معنديش",
    "ماكانش", "مكانش", "ماكاينش",
)  # fmt: skip
# Between a denial and what it denies (`pas de fièvre`, `no he tenido fiebre`): others make it another one (`pas mal de`).
BETWEEN = (
    "de", "d", "du", "des", "la", "le", "les", "l", "ma", "mon", "mes", "eu", "pris", "any", "have", "had", "the", "a",
    "tengo", "tiene", "tuve", "tuvo", "hay", "he", "ha", "tenido", "el", "los", "las", "tenho", "tem", "tive",
    "teve", "há", "o", "os", "as",
    "عندي", "عنده", "عندها", "عنديش", "عندوش", "عندهاش", "لدي", "لديه", "لديها", "يوجد", "توجد", "هناك", "كاين", "كاينة",
    "أي", "من",
)  # fmt: skip
AGREES = (  # to what was shown back
    "c'est ça", "c ça", "c'est bien ça", "c'est cela", "c'est bien cela", "c'est exact", "exact", "exactement", "voilà",
    "c'est bon", "c bon", "está bien", "está bem",
    "that's right", "that's it", "right", "correct", "exactly", "eso es", "exacto", "correcto", "así es",
    "é isso", "isso", "isso mesmo", "exato", "certo", "correto", "هذا صحيح", "بالضبط", "تماما", "هو كذلك",
)  # fmt: skip
SAME = (  # as the last time, where its answer is offered again
    "pareil", "c'est pareil", "idem", "la même chose", "même chose", "le même", "la même", "comme hier",
    "comme la dernière fois", "comme d'habitude", "same", "the same", "same as yesterday", "same as last time",
    "as last time", "igual", "lo mismo", "como ayer", "como la última vez", "o mesmo", "a mesma coisa", "como ontem",
    "como da última vez", "نفس الشيء", "مثل أمس", "مثل المرة السابقة", "كالمرة السابقة", "kif kif",
)  # fmt: skip
PUT_OFF = {  # until when to be reminded again
    "hour": ("dans une heure", "dans 1 heure", "dans 1h", "dans une petite heure", "in an hour", "in 1 hour", "in one hour",
             "en una hora", "en 1 hora", "dentro de una hora", "daqui a uma hora", "daqui a 1 hora", "بعد ساعة"),
    "tonight": ("ce soir", "tonight", "this evening", "esta noche", "esta noite", "hoje à noite", "هذا المساء", "الليلة"),
    "tomorrow": ("demain", "demain matin", "tomorrow", "mañana", "amanhã", "غدا", "غدًا"),
}  # fmt: skip
NOTHING = (  # so begins an answer that names none of several things
    "rien", "aucun", "aucune", "nothing", "none", "neither", "nada", "ninguno", "ninguna", "nenhum", "nenhuma", "لا شيء",
    "والو", "ولا",
)  # fmt: skip
ASKING = (  # so a question begins, where its mark is left out
    "puis", "puije", "puisje", "peux", "peut", "peu", "dois", "faut", "est", "esce", "ai", "can", "may", "should", "is",
    "are", "puedo", "puede", "debo", "hay", "posso", "pode", "devo", "preciso", "هل", "ممكن", "نقدر", "واش",
)  # fmt: skip
EITHER = ("ou", "et", "or", "and", "o", "u", "y", "e", "أو", "او")
# How often, which is no other number where a question asks how many.
TIMES = ("fois", "times", "time", "once", "twice", "veces", "vez", "vezes", "مرات", "مرة", "مرتين")
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
