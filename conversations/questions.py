"""The kinds of question: how each is asked, its buttons, and how a typed answer is read."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from conversations.turn import Outcome, Turn
from locales import Listed, Words, _, n_, plain
from locales.reading import begins_yes_no, denies, fold, held_in, read_yes_no, says_nothing, western
from portal.errors import Refused

LONGEST_TEXT = 2000
LONGEST_LABEL = 36  # beyond, a button is cut on a phone: the options are numbered in the text instead
LONGEST_GUESSED = 200  # who writes more says more than an answer
YES, NO = _("Yes"), _("No")
TICK = _("Please tap the buttons that apply, then Done.")


class Option(NamedTuple):
    """One possible answer: the key that is stored, the words on its button."""

    key: str
    label: Words
    alone: bool = False  # choosing it unticks the others ("none of these")
    leads: str = ""  # its button leads to a screen instead; the conversation stays as it is


class Hint(NamedTuple):
    """The answer was not understood; these words say what to type instead."""

    words: Words


class Action(NamedTuple):
    """A side button of a question: `do` may act, and says something above the question asked again."""

    name: str
    label: Words
    do: Callable[[Turn], Words | Outcome] = lambda _turn: None
    leads: str = ""  # it leads to a screen instead; the conversation stays as it is


Options = Callable[[Turn], Sequence[Option]]


def always(_turn: Turn) -> bool:
    """Apply whatever was answered."""
    return True


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """A question: `name` is its path in the tree of answers."""

    name: str = field(kw_only=False)
    text: Words | Callable[[Turn], Words] = field(kw_only=False)
    intro: tuple[Words, ...] | Callable[[Turn], tuple[Words, ...]] = ()  # said before the question
    intro_once: bool = False  # it welcomes: asked again, the question stands alone
    help: tuple[Words, ...] = ()  # said after it
    section: Words | None = None
    label: Words | None = None  # how the recap names it; its text when absent
    optional: bool = False
    when: Callable[[Turn], bool] = always
    check: Callable[[Turn, Any], Refused | Hint | None] = lambda _turn, _value: None
    before: Callable[[Turn], Outcome] | None = None  # runs when the question comes up (send a code)
    think: Callable[[Turn, Any], Callable[[], Any]] | None = None  # slow, outside the transaction
    step: Callable[[Turn, Any, Any], Outcome] | None = None  # commits before the next question is asked
    actions: Sequence[Action] | Callable[[Turn], Sequence[Action]] = ()
    copied: Callable[[Turn], str] | None = None  # shown so that one tap copies it
    picture: Callable[[Turn], tuple[str, str]] | None = None  # made at delivery: kind and content
    same: Any = None  # the answer of the last time, offered again
    proposed: Any = None  # the answer the form itself proposes
    secret: bool = False  # deleted from the chat, never kept, never shown

    def words(self, turn: Turn) -> Words:
        """Return the question as it is asked now."""
        return self.text(turn) if callable(self.text) else self.text

    def intro_words(self, turn: Turn) -> tuple[Words, ...]:
        """Return what is said before the question."""
        return self.intro(turn) if callable(self.intro) else self.intro

    def help_words(self, turn: Turn) -> tuple[Words, ...]:  # noqa: ARG002
        """Return what is said after the question."""
        return self.help

    def done(self, turn: Turn) -> tuple[Words, Any] | None:  # noqa: ARG002
        """Return the button that ends an answer of several parts, and that answer; None: there is none."""
        return None

    def side_actions(self, turn: Turn) -> Sequence[Action]:
        """Return the side buttons."""
        return self.actions(turn) if callable(self.actions) else self.actions

    def options(self, turn: Turn) -> Sequence[Option]:  # noqa: ARG002
        """Return the answers that have a button."""
        return ()

    def pick(self, turn: Turn, key: str) -> Any:  # noqa: ARG002
        """Return the answer that a button stands for."""
        return key

    @abstractmethod
    def read(self, turn: Turn, typed: str) -> Any:
        """Return the answer in these words, or a `Hint`."""

    def guess(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Return what may be the answer in words that are none, to be shown back first; None: there is nothing."""
        return None

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return the answer as the recap shows it."""
        return value if isinstance(value, str) else plain("{value}", value=value)


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """Free words."""

    longest: int = LONGEST_TEXT

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Take the words as they are, up to `longest` characters."""
        text = typed.strip()
        if len(text) > self.longest:
            return Hint(
                n_(
                    "Please keep it under {n} character.",
                    "Please keep it under {n} characters.",
                    self.longest,
                )
            )
        return text or Hint(_("Please write a few words."))


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of several options, by button or by typing its words."""

    offers: Options | Sequence[Option] = ()
    other: bool = False  # other words are accepted too (open-choice)

    def options(self, turn: Turn) -> Sequence[Option]:
        """Return what can be chosen."""
        return self.offers(turn) if callable(self.offers) else self.offers

    def read(self, turn: Turn, typed: str) -> Any:
        """Find the option whose words were typed, or whose number, where they have some."""
        found = match(self.options(turn), typed, turn.language) or self._numbered(turn, typed)
        if found is not None:
            return self.pick(turn, found.key)
        if self.other and typed.strip():
            return {"other": typed.strip()[:LONGEST_TEXT]}
        return Hint(_("Please tap one of the buttons, or type the words of one of them."))

    def _numbered(self, turn: Turn, typed: str) -> Option | None:
        """Return the option of the page shown that has this number: all have one where words are too long for buttons."""
        known = {option.key: option for option in self.options(turn)}
        shown = [known[key] for key in turn.mark.data["options"] if key in known]
        number = western(typed).strip(" .)")
        if not number.isdecimal() or not 0 < int(number[:3]) <= len(shown):
            return None
        long = any(len(words_of(option, turn.language)) > LONGEST_LABEL for option in shown)
        return shown[int(number) - 1] if long else None

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the one option whose words are among those that were typed, or that a yes or a no stands for."""
        found = self._among(turn, typed) or self._meant(turn, begins_yes_no(typed))
        return self.pick(turn, found[0].key) if len(found) == 1 else None

    def _meant(self, turn: Turn, yes: bool | None) -> list[Option]:
        """Return the options that a yes or a no in any words stands for: by their keys, or as their words begin.

        Where there is one alone, a yes stands for it.
        """
        options = [] if yes is None else self.options(turn)
        if {option.key for option in options} == {"yes", "no"}:
            return [option for option in options if option.key == ("yes" if yes else "no")]
        begins = [(option, begins_yes_no(words_of(option, turn.language))) for option in options]
        alone = yes and len(begins) == 1
        return [option for option, said in begins if said is yes or (alone and said is None)]

    def _among(self, turn: Turn, typed: str) -> list[Option]:
        """Return the options that words hold; one within another that they hold is not meant."""
        if len(typed) > LONGEST_GUESSED:
            return []
        said = [(o, words_of(o, turn.language)) for o in self.options(turn) if not o.leads]
        held = [(option, label) for option, label in said if held_in(label, typed)]
        return [o for o, label in held if not any(label != more and held_in(label, more) for _, more in held)]

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return the words of the option chosen."""
        if isinstance(value, dict):
            return str(value["other"])
        return next((o.label for o in self.options(turn) if o.key == value), str(value))


@dataclass(frozen=True, kw_only=True)
class Several(Choice):
    """Any number of options, ticked one by one, then Done."""

    def done(self, turn: Turn) -> tuple[Words, Any]:
        """Offer to go on with what is ticked."""
        return _("Done"), list(turn.mark.data["ticked"])

    def read(self, turn: Turn, typed: str) -> Any:
        """Read options typed with commas between them, or "Done" for what is ticked; other words join that."""
        done, ticked = self.done(turn)
        if ticked and match([Option("ok", done)], typed, turn.language):
            return ticked
        parts = western(typed).split(",")
        found = [
            match(self.options(turn), part, turn.language) or self._numbered(turn, part) for part in parts
        ]
        if all(found):
            return list(dict.fromkeys(option.key for option in found if option))
        if self.other and typed.strip():
            together = [option.key for option in self.options(turn) if not option.alone]
            kept = [key for key in turn.mark.data["ticked"] if key in together]
            return [*kept, {"other": typed.strip()[:LONGEST_TEXT]}]
        return Hint(TICK)

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the options whose words are among those that were typed, with what is ticked."""
        found = self._among(turn, typed)
        alone = [option for option in self.options(turn) if option.alone]
        if not found and len(alone) == 1 and says_nothing(typed):
            found = alone
        if not found or (len(found) > 1 and any(option.alone for option in found)):
            return None
        together = [] if found[0].alone else turn.mark.data["ticked"]
        return list(dict.fromkeys([*together, *(option.key for option in found)]))

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return the words of the options chosen, as a list."""
        labels = [Choice.shown(self, turn, key) for key in value]
        return Listed(tuple(labels)) if labels else _("no answer")


@dataclass(frozen=True, kw_only=True)
class Toggle(Question):
    """Yes or no."""

    yes: Words = YES
    no: Words = NO

    def options(self, turn: Turn) -> Sequence[Option]:  # noqa: ARG002
        """Offer yes and no."""
        return (Option("yes", self.yes), Option("no", self.no))

    def pick(self, turn: Turn, key: str) -> Any:  # noqa: ARG002
        """Return True for yes."""
        return key == "yes"

    def read(self, turn: Turn, typed: str) -> Any:
        """Read a yes or a no in many spellings."""
        answer = read_yes_no(typed)
        if answer is None and (found := match(self.options(turn), typed, turn.language)):
            answer = found.key == "yes"
        return Hint(_("Please answer yes or no.")) if answer is None else answer

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the yes or the no with which words begin; no, where they deny what is asked by its name."""
        if len(typed) > LONGEST_GUESSED:
            return None
        said = begins_yes_no(typed)
        return False if said is None and denies(typed, in_words(self.words(turn), turn.language)) else said

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return yes or no."""
        return self.yes if value else self.no


def words_of(option: Option, language: str) -> str:
    """Return the words on the button of an option."""
    return in_words(option.label, language)


def in_words(words: Words, language: str) -> str:
    """Return words as they are read in this language."""
    from locales.saying import Reader, say  # noqa: PLC0415  Babel is slow to import, most answers are taps

    return say(words, Reader(language))


def match(options: Sequence[Option], typed: str, language: str) -> Option | None:
    """Return the option whose words were typed, whole or by an unmistakable beginning."""
    wanted = fold(typed)
    said = [(option, fold(words_of(option, language))) for option in options]
    exact = [option for option, words in said if words == wanted]
    begun = [option for option, words in said if len(wanted) > 1 and words.startswith(wanted)]
    return next((found[0] for found in (exact, begun) if len(found) == 1), None)
