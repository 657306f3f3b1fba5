"""A short `word*` of danger takes many words for its own, and a word that is known so is no longer near to another."""

import pytest

from portal.danger.keeping import lexicon
from portal.danger.spelling import TONGUES

FEW = 3  # letters
# As folded; they stood when this was asked for: take away, add none.
STOOD = {
    "fr": "aim bas bav bug cas cri dej don esa gob ide jet jeu mot not noy nue pic pub rou sat sen ser son tap tue veu"
    " vid vir voi vol",
    "en": "ask ban beg bep bet big bit but buz cal cav cry cut die end eye fed fel fil fly gap gas giv hid his hit hop"
    " jab jog kep key kid kil kis kne lay leg log lok los mar med mix mov ned oil oxy pep pil pin pod puf puk pul put"
    " ram rap rip rob rol rub sag say sel sex spy tab tel tie tos try vow wak wan wek yel",
    "es": "abr alz ano baj beb cae caf cer dar deb dej dol dur ech gat hij jur lam len lev lor mam mat met mov nin ola"
    " pas peg per pic pid pon pun raj roj sac sol sud tir toc tod tom tos una ver viv zur",
    "pt": "abr ach ard bab bat beb ber bob cai ceg cor dig diz dor dur fal faz fic fio fri gem jog jor ler mar mat mex"
    " mor mov net nos oic olh ouc ouv par ped peg pic pul pux rij rox sai soc sov suf suj sur tac tes tir toc tod tom"
    " tos ver vir viv zel",
    "ar": "jib lda roh",
}


@pytest.mark.parametrize("tongue", TONGUES)
def test_no_word_of_danger_begins_with_so_little(tongue: str) -> None:
    known = lexicon().vocabulary
    begun = (
        word[:-1]
        for word, tongues in zip(known.words, known.tongues, strict=True)
        if word[-1] == "*" and tongues >> TONGUES.index(tongue) & 1
    )
    short = {word for word in begun if word.isascii() and word.isalpha() and len(word) <= FEW}
    assert short <= {*STOOD[tongue].split()}
