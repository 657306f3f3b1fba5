"""Words of which the bot asks whether it is urgent, whatever it learned last, with an encoder and without."""

from portal.danger import watch
from portal.encoder import HERE

MAYBE = (
    "j'ai de la fièvre et le bras rouge", "ça tourne et tout est blanc",
    "je dors tout le temps et j'ai froid", "le sol est plein de sang de boeuf", "il est parti loin de moi",
    "ma gorge est drôle aujourd'hui", "elle ne parle plus beaucoup", "le bébé est tout calme ce soir",
    "je suis tombé et j'ai mal partout", "il crie souvent le soir",
    "j'ai avalé un comprimé de trop", "mes jambes sont lourdes et froides", "je ne veux plus de tout cela",
)  # fmt: skip


def _asked(words: str) -> bool:
    return all(
        (found := watch(words, encoder)) is not None and not found.sure for encoder in (None, HERE.fetch())
    )


PERHAPS = next(words for words in MAYBE if _asked(words))
