"""A questionnaire made ready to be walked: frozen, every extension read, every reference resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from portal.questionnaires.localized import Localized
from portal.questionnaires.values import Coding, Value

TAKEN = ("image/jpeg", "image/png", "application/pdf")  # what files become that a chat can take
MEGABYTE = 1_000_000
LEAST_BYTES = 1_000  # a smaller `maxSize` can only mean megabytes


def media_fits(content_type: str | None, allowed: str) -> bool:
    """Tell whether a media type is the one allowed, or of the family (`image/*`) that is."""
    family, _, kind = allowed.partition("/")
    return content_type == allowed or (kind == "*" and (content_type or "").startswith(family + "/"))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `check` says of a form: an error cannot be walked, a warning is walked with a reserve."""

    link_id: str
    code: str
    severity: Literal["error", "warning"]
    detail: str


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One allowed answer. `exclusive`: chosen, it stands alone. `ordinal`: its score."""

    value: Value
    display: Localized
    prefix: str = ""
    exclusive: bool = False
    ordinal: Decimal | None = None
    initial: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One `enableWhen` (R4 Questionnaire.item.enableWhen)."""

    question: str
    operator: str
    expected: Value


@dataclass(frozen=True, slots=True)
class Slider:
    """A scale to point on; `step` between two marks."""

    step: Decimal | None = None
    lower: Localized = field(default_factory=Localized)
    upper: Localized = field(default_factory=Localized)


@dataclass(frozen=True, slots=True)
class Expression:
    """A FHIRPath expression of the form, not yet compiled."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Toggle:
    """Options that are offered only while the expression is true (SDC answerOptionsToggleExpression)."""

    options: tuple[Value, ...]
    expression: Expression


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule on the answers together (R4 questionnaire-constraint, R5 targetConstraint)."""

    key: str
    expression: Expression
    severity: Literal["error", "warning"]
    human: Localized
    location: str = ""


@dataclass(frozen=True, slots=True)
class Expressions:
    """What an item, or the whole form, computes."""

    variables: tuple[Expression, ...] = ()
    initial: Expression | None = None
    calculated: Expression | None = None
    enable_when: Expression | None = None
    toggles: tuple[Toggle, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all())

    def all(self) -> list[Expression]:
        """Return every expression there is."""
        alone = (self.initial, self.calculated, self.enable_when)
        toggles, rules = (
            (one.expression for one in self.toggles),
            (one.expression for one in self.constraints),
        )
        return [*self.variables, *(one for one in alone if one), *toggles, *rules]


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A question, a group or a text of the form; `lineage` names what encloses it, root first, and itself."""

    link_id: str
    type: str
    text: Localized
    prefix: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    options: tuple[Option, ...] = ()
    open: bool = False
    minimum: Value | None = None
    maximum: Value | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: Any = None
    max_decimals: int | None = None
    min_occurs: int = 0
    max_occurs: int | None = None
    units: tuple[Coding, ...] = ()
    units_open: bool = False
    slider: Slider | None = None
    entry_format: Localized = field(default_factory=Localized)
    open_label: Localized = field(default_factory=Localized)
    media_types: tuple[str, ...] = ()
    max_size: Decimal | None = None
    control: str = ""
    initial: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    any_condition: bool = False
    expressions: Expressions = field(default_factory=Expressions)
    children: tuple["Item", ...] = ()
    lineage: tuple[str, ...] = ()
    order: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_question(self) -> bool:
        """Whether it takes answers."""
        return self.type not in {"group", "display"}

    @property
    def many(self) -> bool:
        """Whether one step takes several answers (options to tick, files), instead of one answer a step."""
        return self.repeats and (bool(self.options) or self.type == "attachment")

    @property
    def askable(self) -> bool:
        """Whether a person is ever asked: hidden, read-only and calculated questions never are."""
        computed = self.hidden or self.read_only or self.expressions.calculated
        return self.is_question and not computed and not self.beyond_chat

    @property
    def beyond_chat(self) -> bool:
        """Whether a chat cannot ask for it: a reference, or files of which none can be taken."""
        return self.type == "reference" or (
            self.type == "attachment"
            and bool(self.media_types)
            and not any(media_fits(one, kind) for one in TAKEN for kind in self.media_types)
        )

    @property
    def max_bytes(self) -> int | None:
        """Bytes of a file, at most: R4 counts `maxSize` in megabytes, the extensions of R5 in bytes."""
        if self.max_size is None:
            return None
        return int(self.max_size * MEGABYTE if self.max_size < LEAST_BYTES else self.max_size)

    def option(self, value: Value) -> Option | None:
        """Return the option that this answer is, if it is one."""
        if isinstance(value, Coding):
            return next((one for one in self.options if value.same(one.value)), None)
        return next(
            (one for one in self.options if type(one.value) is type(value) and one.value == value), None
        )


@dataclass(frozen=True, slots=True, eq=False)
class Questionnaire:
    """A form ready to be walked. `raw` is the original, untouched."""

    url: str
    version: str
    title: Localized
    items: tuple[Item, ...]
    by_link: Mapping[str, Item]
    settling: tuple[Item, ...]
    """Every item, those that others depend on first."""
    circular: frozenset[str]
    """linkIds that depend on themselves."""
    expressions: Expressions
    computed: int
    """How many expressions it has."""
    clocked: bool
    """Whether one of them may ask what time it is."""
    feeding: int
    """How many rounds, at most, until what is computed settles, each value or condition seeing the others."""
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that the whole form is in, its own first; empty where it does not say."""
        texts = [self.title, *(item.text for item in self.by_link.values())]
        known = [list(text.translations) for text in texts if text]
        return tuple(code for code in known[0] if all(code in codes for codes in known)) if known else ()

    @property
    def canonical(self) -> str:
        """Return `url|version`, or what there is of it."""
        return f"{self.url}|{self.version}" if self.url and self.version else self.url
