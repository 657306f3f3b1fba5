"""The FAQ: which topic a question is about, understood on this machine, in five languages.

What understands (`asking`) and what is kept (`gaps`) are imported by who needs them: numpy and the database are heavy.
"""

from portal.faq.topics import LANGUAGES, SECTIONS, TOPICS

__all__ = ["LANGUAGES", "SECTIONS", "TOPICS"]
