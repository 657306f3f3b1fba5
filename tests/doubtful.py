"""Words of which the bot asks whether it is urgent, whatever it learned last."""

from portal.danger import watch

MAYBE = (
    "j'ai de la fièvre et le bras rouge", "ça tourne et tout est blanc",
    "je dors tout le temps et j'ai froid", "le sol est plein de sang de boeuf", "il est parti loin de moi",
    "ma gorge est drôle aujourd'hui", "elle ne parle plus beaucoup", "le bébé est tout calme ce soir",
    "je suis tombé et j'ai mal partout", "il crie souvent le soir",
    "j'ai avalé un comprimé de trop", "mes jambes sont lourdes et froides", "je ne veux plus de tout cela",
)  # fmt: skip
PERHAPS = next(one for one in MAYBE if (found := watch(one)) and not found.sure)
