"""Which questions are put, in which order, with what around them."""

from portal.questionnaires import Attachment, play, problems, walk
from tests.portal.questionnaires.forms import NOW, ext, form, item, options


def paths(q, answers):
    return [step.path for step in walk(q, answers).steps]


def test_questions_come_in_form_order_with_their_sections():
    q = form(item("g", "group", item=[item("a"), item("h", "group", item=[item("b")])]), item("c"))
    steps = walk(q, {}).steps
    assert [step.path for step in steps] == ["g/a", "g/h/b", "c"]
    assert [section.link_id for section in steps[1].section] == ["g", "h"]


def test_the_next_question_is_the_first_not_put_yet():
    q = form(item("a"), item("b"))
    assert walk(q, {"a": []}).next.path == "b"
    assert walk(q, {"a": [], "b": ["x"]}).next is None


def test_one_can_go_back_to_the_question_before():
    q = form(item("a"), item("b"))
    assert walk(q, {}).before("b").path == "a"
    assert walk(q, {}).before("a") is None


def test_hidden_read_only_and_calculated_questions_are_enabled_but_never_put():
    q = form(
        item("a", extension=[ext("questionnaire-hidden", valueBoolean=True)]),
        item("b", readOnly=True),
        item("c"),
    )
    assert walk(q, {}).enabled == ("a", "b", "c")
    assert paths(q, {}) == ["c"]


def test_what_is_inside_a_hidden_group_is_never_put():
    q = form(item("g", "group", item=[item("a")], extension=[ext("questionnaire-hidden", valueBoolean=True)]))
    assert paths(q, {}) == []


def test_a_repeating_question_offers_one_more_until_declined():
    q = form(item("a", repeats=True))
    assert paths(q, {}) == ["a[0]"]
    offer = walk(q, {"a[0]": ["x"]}).next
    assert (offer.path, offer.another, offer.required) == ("a[1]", True, False)
    assert walk(q, {"a[0]": ["x"], "a[1]": []}).next is None


def test_a_repeating_question_is_put_as_often_as_it_must_and_no_more_than_it_may():
    limits = [ext("questionnaire-minOccurs", valueInteger=2), ext("questionnaire-maxOccurs", valueInteger=3)]
    q = form(item("a", repeats=True, extension=limits))
    assert paths(q, {}) == ["a[0]", "a[1]"]
    assert [step.another for step in walk(q, {"a[0]": ["x"], "a[1]": ["y"]}).steps] == [False, False, True]
    assert walk(q, {"a[0]": ["x"], "a[1]": ["y"], "a[2]": ["z"]}).next is None


def test_options_to_tick_are_one_step():
    q = form(item("a", "choice", repeats=True, answerOption=options("x", "y")))
    assert paths(q, {"a": [option.value for option in q.by_link["a"].options]}) == ["a"]


def test_a_repeating_group_offers_one_more():
    q = form(item("g", "group", repeats=True, item=[item("a")]))
    offer = walk(q, {"g[0]/a": ["x"]}).next
    assert (offer.path, offer.item.type, offer.another) == ("g[1]", "group", True)
    assert paths(q, {"g[0]/a": ["x"], "g[1]": [True]}) == ["g[0]/a", "g[1]/a", "g[2]"]
    assert walk(q, {"g[0]/a": ["x"], "g[1]": []}).next is None


def test_an_offer_counts_only_once_it_is_taken():
    q = form(item("a", repeats=True), item("b"))
    assert len(walk(q, {"a[0]": ["x"]}).counted) == 2


def test_texts_come_with_the_question_they_lead_to_and_help_with_its_own():
    help_ = item("h", "display")
    help_["extension"] = [
        ext("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "help"}]})
    ]
    q = form(item("d", "display"), item("a", item=[help_]), item("end", "display"))
    walked = walk(q, {})
    assert [(note.link_id, note.kind) for note in walked.steps[0].notes] == [("d", ""), ("h", "help")]
    assert [note.link_id for note in walked.closing] == ["end"]


def test_an_initial_value_stands_until_the_question_is_put():
    q = form(item("a", "integer", initial=[{"valueInteger": 4}]), item("b", enableWhen=[
        {"question": "a", "operator": "=", "answerInteger": 4}]))  # fmt: skip
    assert walk(q, {}).steps[0].answers == (4,)
    assert walk(q, {}).enabled == ("a", "b")
    assert walk(q, {"a": []}).enabled == ("a",)


def test_an_option_selected_at_first_is_an_initial_value():
    chosen = options("x", "y")
    chosen[1]["initialSelected"] = True
    q = form(item("a", "choice", answerOption=chosen))
    assert walk(q, {}).steps[0].answers == (q.by_link["a"].options[1].value,)


def test_a_wordless_question_is_asked_in_the_words_of_the_text_inside_it():
    q = form({"linkId": "a", "type": "string", "item": [item("h", "display")]})
    step = walk(q, {}).steps[0]
    assert step.item.text.said("en") == "What about h?"
    assert step.notes == ()


def test_slashes_and_brackets_in_link_ids_do_not_split_paths():
    q = form(item("/1[a]", "group", item=[item("50%")]))
    assert paths(q, {}) == ["%2F1%5Ba%5D/50%25"]


def test_files_of_a_question_that_repeats_are_one_step():
    q = form(item("a", "attachment", repeats=True, extension=[ext("minOccurs", valueInteger=2)]), item("b"))
    assert paths(q, {}) == ["a", "b"]
    one, two = Attachment("image/png", "Binary/1"), Attachment("image/png", "Binary/2")
    assert [p.code for p in problems(q, {"a": [one]})] == ["cardinality"]
    assert problems(q, {"a": [one, two]}) == []


def test_files_that_a_chat_cannot_take_are_never_put():
    q = form(item("a", "attachment", extension=[ext("mimeType", valueCode="audio/ogg")]), item("b"))
    assert paths(q, {}) == ["b"]
    assert [one["code"] for one in play(q, authored=NOW)["errors"]] == ["unsupported"]
