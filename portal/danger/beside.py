"""Takes out of folded words what is said beside the matter: courtesies, "is it serious?", who writes, where from. Pure.

Ordinary phrases are full of these, so a short cry that is as polite as they are, or that gives an address, drowned in them.
"""

import re
from collections.abc import Sequence

# Folded, as `fold` makes them. Anywhere in a message:
COURTESY = (
    "s il vous plait|s il te plait|sil vous plait|sil te plait|svp|stp|je vous en prie|je vous en suplie|"
    "merci d avance|merci beaucoup|merci bcp|merci|please|plz|pls|i beg you|thank you very much|thank you so much|"
    "thank you|thank u|thanks in advance|thanks a lot|thanks|thx|por favor|porfavor|porfa|te lo suplico|se lo suplico|"
    "muchas gracias|mil gracias|gracias de antemano|gracias|se faz favor|faz favor|pfv|pfvr|muito obrigad[oa]|"
    "obrigad[oa] desde ja|obrigad[oa]|obg|من فضلك|من فضلكم|لو سمحت|لو سمحتم|شكرا جزيلا|شكرا لكم|شكرا لك|شكرا|"
    "اله يخليك|اله يخليكم"
)
# And only where a message, or a sentence of it, begins:
GREETING = (
    "bonjour|bjr|bonsoir|bsr|salut|slt|coucou|alo|docteur|doc|dr|madame|monsieur|excusez moi|hi|helo|hey|hiya|"
    "god morning|god afternon|god evening|doctor|sir|madam|excuse me|hola|oye|oiga|oigan|buenos dias|buen dia|"
    "buenas tardes|buenas noches|buenas|doctora|dra|disculpe|oi|oie|ola|bom dia|boa tarde|boa noite|doutora?|olha|olhe|"
    "desculpe|السلام عليكم|سلام عليكم|مرحبا|صباح الخير|مسا الخير|اهلا|دكتور|يا دكتور"
)
# Questions that any complaint may end with, and that nobody answers the telephone there:
ASKED = (
    "(?:je )?(?:ne )?sais pas quoi faire|(?:i )?(?:dont|don t) know what to do|no se que hacer|nao sei o que fazer|"
    "(?:c est|es ce|est ce) grave(?: docteur| doc)?|(?:que|quoi) faire|que dois je faire|je fais quoi|on fait quoi|"
    "(?:il )?faut (?:il )?aler aux urgences|je dois aler aux urgences|is (?:it|this|that) serious(?: doctor| doc)?|"
    "what (?:do|should|can|shal) (?:i|we) do|what to do|wat do i do|should (?:i|we) go to (?:a e|er|the er|hospital)|"
    "es grave(?: doctora?)?|que (?:hago|hacemos|puedo hacer|debo hacer)|tengo que ir a urgencias|voy a urgencias|"
    "e grave(?: doutora?)?|o que (?:eu )?(?:faco|fazemos|devo fazer|poso fazer)|que faco|"
    "(?:le|mon) (?:cabinet|medecin|secretariat|standard) (?:ne )?repond (?:pas|plus)|"
    "(?:the|my) (?:surgery|clinic|gp|doctor) (?:isnt|isn t|not|wont|is not) answer(?:ing)?|"
    "(?:el|la) (?:consultorio|clinica|centro de salud) no (?:contesta|responde)|"
    "(?:a|o) (?:clinica|consultorio|posto) nao (?:atende|responde)"
)
# Since when (in minutes and hours: what is years ago is past), how old somebody is, and who writes why:
TOLD = (
    r"(?:il y a|depuis|ca fait|for|hace|faz|ha) \d+ ?(?:mn|mins?|minutes?|h|hrs?|heures?|hours?|minutos?|horas?)(?: ago)?|"
    r"(?:(?:j|ele?|il|on) (?:ai|a)|jai) \d+ ans|(?:tengo|tiene|tenho|tem) \d+ anos|"
    r"(?:i m|im|i am|he s|hes|she s|shes) \d+(?: yrs| years)?(?: old)?|(?:i m|im|i am) writing because|"
    r"je vous (?:ecris|contacte) (?:parce que|parce qu|car)|(?:le|les|te) escribo porque|escrevo porque"
)
# Where one is, at the end of a message or of a sentence of it:
ADDRESS = (
    r"(?:(?:j habite|je suis|on est|on habite|adrese|i live|i am|i m|im|we live|we are|addres|adres|vivo|vivimos|estoy|"
    r"estamos|direcion|moro|moramos|estou|estamos|to|tou|endereco)(?: \S+)?(?: \S+)? )?(?:\d+ )?(?:bis )?"
    r"(?:rue|avenue|boulevard|chemin|impase|quartier|\S+ (?:road|street|lane|avenue|drive)|cale|avenida|barrio|colonia|"
    r"rua|travesa|bairo)(?: \S+){1,7}"
)
_BESIDE = re.compile(
    rf"(?:^|(?<=\. ))(?:(?:{GREETING}) (?:\. )?)+|(?<!\S)(?:{COURTESY}|{ASKED}|{TOLD})(?!\S)|(?<!\S){ADDRESS}(?= \.|$)"
)


def plainly(words: Sequence[str]) -> list[str]:
    """Return folded words without what is said beside the matter; as they are where there is nothing else."""
    return _BESIDE.sub(" ", " ".join(words)).split() or list(words)
