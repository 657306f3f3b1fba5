"""Every refusal's code, turned into the sentence that says why and what to do next."""

from locales import Sentence
from portal.errors import Refused

SENTENCES: dict[str, Sentence] = {}


def sentence(refused: Refused) -> Sentence:
    """Return the sentence of a refusal."""
    return SENTENCES[refused.code].fill(**refused.facts)
