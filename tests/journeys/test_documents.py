"""Documents in the chat: listed, filtered, found by words, arranged, deleted and brought back; and whose they are."""

import io
from datetime import timedelta
from typing import Any

import pytest

from portal import authorisations, documents
from portal.authorisations import Right, patient_record
from tests.journeys import shelf
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.shelf import see, sent
from tests.journeys.town import Town, on_both


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
    await camille.say("/documents", "topinambour")
    assert "Je n'ai pas de réponse" in camille.last


async def test_what_is_typed_long_after_a_search_is_not_looked_for(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await camille.say("/documents")
    await camille.tap("Rechercher")
    await town.later(minutes=31)
    await camille.say("topinambour")
    assert "Je n'ai pas de réponse" in camille.last


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
    await camille.say("/documents")
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
