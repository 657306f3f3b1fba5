"""Documents in the chat: found, opened and gone again, arranged, deleted and brought back; and all that goes wrong."""

import io
from datetime import timedelta
from typing import Any

import pytest

from portal import authorisations, documents
from portal.authorisations import Right, patient_record
from portal.documents import Habits
from tests.journeys import shelf
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.pictures import drawn, paper, photo, written


def sent(phone: Phone) -> list[dict[str, Any]]:
    """The documents that stand in the chat."""
    return [one for one in phone.said_by_bot if one.get("photo") or one.get("document")]


async def see(phone: Phone, title: str) -> None:
    """Go to the details of a document, from the list."""
    await phone.say("/documents")
    await phone.tap(*[label for label in phone.buttons if title in label][:1])


@on_both
async def test_a_document_is_found_opened_protected_and_gone_after_ten_minutes(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance de lunettes", content=photo())
    await camille.say("/menu")
    await camille.tap("Mes documents")
    assert camille.buttons[0] == "Ordonnance de lunettes · 14/02/26"
    await camille.tap("Ordonnance de lunettes")
    assert "Prescription" in camille.last or "Ordonnance" in camille.last
    assert "Ajouté par vous, le 2 mars 2026" in camille.last
    await camille.tap("Ouvrir")
    (call,) = await town.calls("sendPhoto")
    assert call["params"]["protect_content"] is True
    assert "disparaît de cette conversation dans 10 minutes" in camille.last
    assert "lunettes" not in camille.last
    await town.later(minutes=9)
    await camille.look()
    assert len(sent(camille)) == 1
    await town.later(minutes=2)
    await camille.look()
    assert sent(camille) == []
    assert ("document_read", "") in await town.do(shelf.journal, patient_record(camille.account_id))


async def test_a_pdf_goes_as_a_file_named_by_its_title_in_plain_letters(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Résultats <b>&: d'été/2026", content=paper(2), pages=2)
    await see(camille, "Résultats")
    assert "PDF · 2 pages" in camille.last
    assert "Résultats <b>&: d'été/2026" in camille.last
    await camille.tap("Ouvrir")
    (call,) = await town.calls("sendDocument")
    assert call["params"]["document"]["file"] == "Resultats-b-d-ete-2026.pdf"
    assert call["params"]["protect_content"] is True


async def test_a_photo_can_be_seen_as_a_file_in_its_place_and_closed_at_once(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir", "En fichier, plus net")
    assert [bool(one.get("document")) for one in sent(camille)] == [True]
    await camille.tap("Fermer")
    assert sent(camille) == []


@pytest.mark.parametrize("content", [photo(width=2000, height=60), written(drawn(), "PNG")])
async def test_what_telegram_takes_for_no_photo_goes_as_a_file(town: Town, camille: Phone, content: bytes):
    await shelf.deposit(town, camille.account_id, "Bandelette", content=content)
    await see(camille, "Bandelette")
    await camille.tap("Ouvrir")
    assert [bool(one.get("document")) for one in sent(camille)] == [True]


@on_both
async def test_opened_twice_it_stands_once(town: Town, camille: Phone):
    made = await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    message_id, data = camille.button("Ouvrir")
    for _ in range(3):
        await camille.at_once("tap", message_id=message_id, data=data)
    await camille.look()
    assert len(sent(camille)) == 1
    await camille.tap("Ouvrir")
    assert len(sent(camille)) == 1
    assert made in data


async def test_she_chooses_how_long_it_stays(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await camille.say("/documents")
    await camille.tap("Réglages", "12 heures", "Supprimer mes photos d'ici")
    assert "✓ 12 heures" in camille.buttons
    assert await town.do(documents.habits, camille.account_id) == Habits(True, 720)
    await camille.tap("‹ Mes documents", "Ordonnance", "Ouvrir")
    assert "dans 12 heures" in camille.last
    await town.later(hours=11)
    await camille.look()
    assert len(sent(camille)) == 1
    await town.later(hours=2)
    await camille.look()
    assert sent(camille) == []


@on_both
async def test_a_restart_between_tap_and_sending_loses_and_doubles_nothing(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await town.fault("api", "502", method="sendPhoto", times=1)
    await camille.tap("Ouvrir")
    assert sent(camille) == []
    await town.restart()
    await town.later(seconds=10)
    await camille.look()
    assert len(sent(camille)) == 1
    await town.restart()
    await town.later(minutes=11)
    await camille.look()
    assert sent(camille) == []


async def test_of_fifty_documents_eight_are_shown_and_the_rest_turns(town: Town, camille: Phone):
    for n in range(20):
        await shelf.deposit(town, camille.account_id, f"Titre {n}", dated=shelf.DAY + timedelta(days=n % 10))
    await camille.say("/mydocuments")
    seen = [label for label in camille.buttons if "Titre" in label]
    while "Suite ›" in camille.buttons:
        await camille.tap("Suite ›")
        seen += [label for label in camille.buttons if "Titre" in label]
    assert len(seen) == len(set(seen)) == 20
    assert "23/02/26" in seen[0]
    assert "14/02/26" in seen[-1]
    await camille.tap(next(label for label in camille.buttons if "Titre" in label), "‹ Mes documents")
    assert "‹ Précédent" in camille.buttons


async def test_an_empty_list_says_what_to_do(town: Town, camille: Phone):
    await camille.say("/documents")
    assert "pas encore de document" in camille.last
    assert "Ajouter un document" in camille.buttons
    await camille.tap("Corbeille")
    assert "La corbeille est vide" in camille.last


@on_both
async def test_documents_are_filtered_by_type_and_by_whose(town: Town, camille: Phone):
    leo = await town.do(shelf.carnet, camille.account_id)
    await shelf.deposit(town, camille.account_id, "Radio", type="DOCPAT04")
    await shelf.deposit(
        town, camille.account_id, "Vaccin", record=leo, type="DOCPAT06", dated=shelf.DAY + timedelta(1)
    )
    await shelf.deposit(
        town, camille.account_id, "Écho", record=leo, type="DOCPAT04", dated=shelf.DAY + timedelta(2)
    )
    await camille.say("/documents")
    assert [label for label in camille.buttons if "26" in label] == [
        "Léo · Écho · 16/02/26", "Léo · Vaccin · 15/02/26", "Radio · 14/02/26"
    ]  # fmt: skip
    await camille.tap("Filtrer")
    assert [label for label in camille.buttons if "(" in label] == [
        "✓ Tous les types (3)", "Imagerie (radio, scanner…) (2)", "Prévention (vaccins…) (1)"
    ]  # fmt: skip
    await camille.tap("Imagerie")
    assert [label for label in camille.buttons if "26" in label] == [
        "Léo · Écho · 16/02/26",
        "Radio · 14/02/26",
    ]
    await camille.tap("Filtrer", "Léo")
    assert "Seulement : Léo · Imagerie" in camille.last
    assert [label for label in camille.buttons if "26" in label] == ["Écho · 16/02/26"]
    await camille.tap("Écho")
    assert "Dossier : Léo" in camille.last
    await camille.tap("‹ Mes documents")
    assert "Seulement : Léo" in camille.last
    await camille.tap("✕ Tout afficher")
    assert len([label for label in camille.buttons if "26" in label]) == 3


@on_both
async def test_documents_are_found_by_typing(town: Town, camille: Phone, log: io.StringIO):
    await shelf.deposit(town, camille.account_id, "Radio du genou")
    made = await shelf.deposit(town, camille.account_id, "Compte rendu", recognise=True)
    await town.do(documents.set_words, made, "épanchement du genou gauche")
    await camille.say("/documents")
    await camille.tap("Rechercher")
    await camille.say("GENOU")
    assert "2 documents trouvés" in camille.last
    assert [label for label in camille.buttons if "26" in label] == [
        "Radio du genou · 14/02/26",
        "Compte rendu · 14/02/26",
    ]
    await camille.say("zzz")
    assert "Aucun résultat" in camille.last
    await camille.say("epanch")
    assert "1 document trouvé" in camille.last
    await camille.tap("Compte rendu")
    assert "Ajouté par vous" in camille.last
    lines = await town.do(authorisations.journal.read, patient_record(camille.account_id))
    assert "documents_searched" in {line.action for line in lines}
    assert "genou" not in f"{lines}{log.getvalue()}".casefold()


async def test_many_results_are_paged_and_the_search_ends_with_the_list(town: Town, camille: Phone):
    for n in range(12):
        await shelf.deposit(town, camille.account_id, f"Analyse {n}")
    await camille.say("/documents")
    await camille.tap("Rechercher")
    await camille.say("analyse")
    await camille.tap("Suite ›")
    assert len([label for label in camille.buttons if "26" in label]) == 4
    await camille.tap("✕ Arrêter")
    assert "La recherche est terminée" in camille.last
    await camille.tap("‹ Mes documents", "Rechercher")
    await camille.say("/documents", "bonjour")
    assert "Je ne sais pas encore répondre" in camille.last


async def test_what_is_typed_long_after_a_search_is_not_looked_for(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await camille.say("/documents")
    await camille.tap("Rechercher")
    await town.later(minutes=31)
    await camille.say("bonjour")
    assert "Je ne sais pas encore répondre" in camille.last


@on_both
async def test_what_a_professional_deposits_is_new_until_it_is_opened_and_who_opened_is_told(
    town: Town, camille: Phone
):
    record = patient_record(camille.account_id)
    helene = await town.do(shelf.doctor, record)
    made = await shelf.deposit(town, camille.account_id, "Lettre de sortie", by=helene, type="11490-0")
    await camille.say("/menu")
    await camille.tap("Mes documents · 1 nouveau")
    assert camille.buttons[0] == "● Lettre de sortie · 14/02/26"
    assert "● nouveau" in camille.last
    await camille.tap("● Lettre")
    assert "Ajouté par Hélène Morel, Chirurgienne" in camille.last
    assert "Nouveau : vous ne l'avez pas encore ouvert" in camille.last
    assert "Personne d'autre ne l'a ouvert" in camille.last
    assert "Supprimer" not in camille.buttons
    assert "il ne peut pas être supprimé" in camille.last
    await camille.tap("Ouvrir")
    await town.do(shelf.open_as, helene, record, made)
    await camille.say("/documents")
    assert camille.buttons[0] == "Lettre de sortie · 14/02/26"
    await camille.tap("Lettre de sortie")
    assert "Nouveau" not in camille.last
    assert "Ouvert par Hélène Morel, Chirurgienne, le 2 mars 2026" in camille.last


async def test_a_document_is_shown_in_emergencies_or_not_by_one_tap_in_place(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Allergies")
    await see(camille, "Allergies")
    before = len(camille.said_by_bot)
    message_id, data = camille.button("Montrer en cas d'urgence")
    await camille.do("tap", message_id=message_id, data=data)
    assert "En cas d'urgence : visible" in camille.last
    await camille.do("tap", message_id=message_id, data=data, force=True)  # tapped twice
    assert "En cas d'urgence : visible" in camille.last
    assert len(camille.said_by_bot) == before
    await camille.tap("‹ Mes documents")
    assert camille.buttons[0] == "Allergies · 14/02/26 ✚"
    assert "visible en cas d'urgence" in camille.last
    await camille.tap("Allergies", "Ne plus montrer en urgence")
    assert "En cas d'urgence : non visible" in camille.last


async def test_a_document_is_hidden_from_one_or_from_all(town: Town, camille: Phone):
    record = patient_record(camille.account_id)
    helene = await town.do(shelf.doctor, record)
    made = await shelf.deposit(town, camille.account_id, "Psychologue")
    await see(camille, "Psychologue")
    await camille.tap("Masquer à…", "Hélène Morel, Chirurgienne")
    assert "✅ Hélène Morel, Chirurgienne" in camille.buttons
    assert (await town.do(shelf.open_as, helene, record, made)).code == "document_unknown"
    await camille.tap("Hélène Morel, Chirurgienne", "Tous les professionnels", "‹ Le document")
    assert "Masqué à tous les professionnels" in camille.last
    assert (await town.do(shelf.open_as, helene, record, made)).code == "document_unknown"
    await camille.tap("Masquer à…", "Tous les professionnels", "‹ Le document")
    assert "Masqué" not in camille.last
    assert not isinstance(await town.do(shelf.open_as, helene, record, made), documents.DocumentUnknown)


async def test_a_title_is_changed_and_bad_ones_are_told(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "IMG 1234")
    await see(camille, "IMG")
    await camille.tap("Renommer")
    assert "Garder : IMG 1234" in camille.buttons
    await camille.say("🩺🩻")
    assert "un mot ou un nombre" in camille.last
    await camille.say("x" * 500)
    assert "120 caractères" in camille.last
    await camille.say("Ordonnance \u202etxe.fdp\u2066 <i>2026</i>\n👓")
    assert "Le nouveau titre est enregistré" in camille.last
    await camille.tap("‹ Le document")
    assert camille.last.splitlines()[0] == "Ordonnance txe.fdp <i>2026</i> 👓"


@pytest.mark.parametrize(
    "title", ["漢" * 120, "<b>&amp;</b> 👩🏽‍⚕️👓", "تقرير طبي 2026", "_" * 59 + "a" + "*" * 60]
)
async def test_whatever_a_title_holds_is_shown_as_it_is(town: Town, camille: Phone, title: str):
    await shelf.deposit(town, camille.account_id, title)
    await camille.say("/documents")
    assert camille.buttons[0].startswith(title[:10])
    await camille.tap(camille.buttons[0])
    assert camille.last.splitlines()[0] == title
    await camille.tap("Ouvrir")
    assert len(sent(camille)) == 1


@on_both
async def test_what_is_deleted_leaves_the_chat_and_comes_back(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir", "Supprimer", "Oui, le supprimer")
    assert "a été supprimé" in camille.everything
    assert sent(camille) == []
    await camille.tap("Annuler la suppression")
    assert "de nouveau dans le dossier" in camille.last
    await camille.tap(
        "Supprimer", "Non, le garder", "Supprimer", "Oui, le supprimer", "‹ Mes documents", "Corbeille"
    )
    await camille.tap("Ordonnance")
    assert "de nouveau dans le dossier" in camille.last
    await camille.tap("Supprimer", "Oui, le supprimer")
    await town.later(days=31)
    await camille.tap("‹ Mes documents")
    assert "Ordonnance" not in camille.last


async def test_what_was_deleted_on_another_device_says_so_at_every_button(town: Town, camille: Phone):
    made = await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    doors = [camille.button(label) for label in ("Ouvrir", "Montrer", "Masquer", "Renommer", "Supprimer")]

    def delete(work: Any) -> None:
        keep = shelf.access(
            work, shelf.me(camille.account_id), Right.KEEP, patient_record(camille.account_id)
        )
        assert documents.delete(work, keep, made) is None

    await town.do(delete)
    for message_id, data in doors:
        await camille.do("tap", message_id=message_id, data=data, force=True)
        assert "a été supprimé" in camille.last
        assert camille.buttons == ["Annuler la suppression", "‹ Mes documents"]
    assert sent(camille) == []


async def test_a_carnet_taken_away_closes_its_documents_kindly(town: Town, camille: Phone):
    leo = await town.do(shelf.carnet, camille.account_id)
    await shelf.deposit(town, camille.account_id, "Vaccin", record=leo)
    await see(camille, "Vaccin")
    message_id, data = camille.button("Ouvrir")
    await town.do(authorisations.withdraw, patient_record(camille.account_id), leo)
    await camille.do("tap", message_id=message_id, data=data)
    assert "n'est plus partagé avec vous" in camille.last
    await camille.tap("‹ Mes documents")
    assert "pas encore de document" in camille.last
    assert ("refused", "") in await town.do(shelf.journal, leo)


async def test_a_right_withdrawn_while_the_document_leaves_is_told_and_nothing_is_sent(
    town: Town, camille: Phone
):
    leo = await town.do(shelf.carnet, camille.account_id)
    await shelf.deposit(town, camille.account_id, "Vaccin", record=leo)
    await see(camille, "Vaccin")
    await town.fault("api", "502", method="sendPhoto", times=1)
    await camille.tap("Ouvrir")
    await town.do(authorisations.withdraw, patient_record(camille.account_id), leo)
    await town.later(seconds=10)
    await camille.look()
    assert "n'est plus partagé avec vous" in camille.last
    assert sent(camille) == []


async def test_an_agreement_withdrawn_takes_opened_documents_away(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir")
    await camille.say("/compte")
    await camille.tap("Retirer mon accord")
    assert sent(camille) == []
    await camille.say("/documents")
    assert "tant que vous ne l'acceptez pas" in camille.last


@on_both
async def test_a_document_of_somebody_else_is_unknown_and_the_try_is_journalled(town: Town, camille: Phone):
    nadia = await town.linked(NADIA)
    made = await shelf.deposit(town, nadia.account_id, "À Nadia")
    await camille.say("/menu")
    for screen in ("document", "doc-ouvrir", "doc-renommer", "doc-supprimer", "doc-rendre", "doc-masquer"):
        await camille.do(
            "tap", message_id=camille.said_by_bot[-1]["message_id"], data=f"m:{screen}:{made}", force=True
        )
        assert "n'est plus là" in camille.last
        assert "Nadia" not in camille.everything
    lines = await town.do(shelf.journal, patient_record(nadia.account_id))
    assert [action for action, _why in lines].count("refused") == 6
    await camille.do("tap", message_id=1, data="m:document:nothing.moi.x.9", force=True)
    assert "n'est plus là" in camille.last
    own = await town.do(shelf.journal, patient_record(camille.account_id))
    assert ("document_unknown", "") in own


@pytest.mark.parametrize("harm", ["missing", "damaged"])
async def test_a_file_that_is_missing_or_damaged_is_said_journalled_and_hides_nothing_else(
    town: Town, camille: Phone, harm: str, log: io.StringIO
):
    await shelf.deposit(town, camille.account_id, "Ordonnance-canari")
    (file,) = shelf.files_of(town)
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    await shelf.deposit(town, camille.account_id, "Radio")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir")
    assert "ne peut pas être ouvert pour le moment" in camille.last
    assert ("document_broken", f"blob_{harm}") in await town.do(
        shelf.journal, patient_record(camille.account_id)
    )
    assert "document_broken" in log.getvalue()
    assert "canari" not in log.getvalue()
    await see(camille, "Radio")
    await camille.tap("Ouvrir")
    assert len(sent(camille)) == 1


async def test_a_vault_that_is_away_is_asked_again_then_said_and_nothing_waits_for_it(
    town: Town, camille: Phone
):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    (file,) = shelf.files_of(town)
    file.rename(file.with_suffix(".away"))
    file.mkdir()  # reading a folder fails as a disk does
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir")
    assert sent(camille) == []
    await camille.say("/aide")
    assert "Comment pouvons-nous vous aider" in camille.last
    await town.later(seconds=60)
    await town.later(seconds=60)
    await town.later(seconds=60)
    await camille.look()
    assert "Réessayez dans quelques minutes" in camille.last
    file.rmdir()
    file.with_suffix(".away").rename(file)
    await camille.tap("Réessayer")
    assert len(sent(camille)) == 1
    assert "Réessayez dans" not in camille.everything


async def test_after_a_long_silence_a_code_comes_first_then_the_very_document(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    message_id, data = camille.button("Ouvrir")
    await town.later(days=31)
    await camille.do("tap", message_id=message_id, data=data, force=True)
    assert "code" in camille.last
    assert await town.calls("sendPhoto") == []
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert camille.last.startswith("Ordonnance")
