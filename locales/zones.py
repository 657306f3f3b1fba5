"""Time zones as people say where they live: by city and country, found in any spelling."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from locales import base
from locales.reading import fold

# Where France is: the ones most people here live in.
FRENCH = (
    "Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
    "America/Miquelon", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip
MOST = 40  # found at once: who finds more writes another word


def named(zone: str, language: str) -> str:
    """Return `Bruxelles (Belgique)` for `Europe/Brussels`; the country alone where it is the same."""
    language = base(language)
    city, country = _city(zone, language), _country(zone, language)
    if not country:
        return city
    return country if fold(city) in (fold(country), *_words(country)) else f"{city} ({country})"


def found(typed: str, language: str) -> list[str]:
    """Return the zones (IANA names) of a city or country as typed, the likeliest first."""
    words = _words(typed)
    if not words or sum(map(len, words)) < 2:
        return []
    whole, begun = [], []
    for zone, known in _known(base(language)).items():
        if all(word in known for word in words):
            whole.append(zone)
        elif all(any(one.startswith(word) for one in known) for word in words):
            begun.append(zone)
    return [*whole, *begun][:MOST]


@cache
def _known(language: str) -> dict[str, tuple[str, ...]]:
    """Return the words by which each zone is found: city and country, in this language and in English."""
    also: dict[str, list[str]] = {}
    for alias, zone in get_global("zone_aliases").items():
        also.setdefault(zone, []).append(alias)
    zones = sorted(set(get_global("zone_territories")) & available_timezones())
    return {
        zone: tuple(
            dict.fromkeys(word for text in _texts(zone, also.get(zone, []), language) for word in text)
        )
        for zone in zones
        if not zone.startswith("Etc/")
    }


def _texts(zone: str, aliases: list[str], language: str) -> list[list[str]]:
    names = [_tail(one) for one in (zone, *aliases)]
    names += [said(zone, code) for said in (_city, _country) for code in (language, "en")]
    return [_words(name) for name in names]


def _city(zone: str, language: str) -> str:
    told = Locale.parse(language).time_zones.get(zone)
    return str(told["city"]) if told and "city" in told else _tail(zone)


def _country(zone: str, language: str) -> str:
    territory = get_global("zone_territories").get(zone)
    return str(Locale.parse(language).territories.get(territory, "")) if territory else ""


def _words(text: str) -> list[str]:
    return fold(text).replace("-", " ").replace("'", " ").split()


def _tail(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
