"""Days as other languages name them, for the mend alone: nothing of this is read as a day.

Pure. Names are in small letters, with no accents.
"""

import unicodedata
from typing import Final

_WEEK: Final = {
    "mon": "montag montags lundi lundis lunes lunedi maandag segunda segunda-feira poniedzialek mandag",
    "tue": "dienstag dienstags mardi mardis martes martedi dinsdag terca terca-feira wtorek tirsdag tisdag",
    "wed": "mittwoch mittwochs mercredi mercredis miercoles mercoledi woensdag quarta sroda onsdag",
    "thu": "donnerstag donnerstags jeudi jeudis jueves giovedi donderdag quinta czwartek torsdag",
    "fri": "freitag freitags vendredi vendredis viernes venerdi vrijdag sexta sexta-feira piatek fredag",
    "sat": "samstag samstags sonnabend samedi samedis sabado sabados sabato zaterdag sobota lordag",
    "sun": "sonntag sonntags dimanche dimanches domingo domingos domenica zondag niedziela sondag",
}
_SHORT: Final = {
    "mon": "mo lun lu",
    "tue": "di die mar",
    "wed": "mi mit mer mier mie woe",
    "thu": "do don jeu jue gio",
    "fri": "fr fre ven vie vr",
    "sat": "sa sam sab za",
    "sun": "so son dim dom zo",
}
_NEAR: Final = {
    "today": "heute hoy oggi vandaag hoje dzisiaj idag aujourd'hui",
    "tomorrow": "morgen demain manana domani amanha jutro imorgon",
    "yesterday": "gestern hier ayer ieri gisteren ontem wczoraj igar",
}
_GROUPS: Final = {
    "daily": "taglich quotidien quotidiennement diario diariamente dagelijks ogni-giorno",
    "weekdays": "werktags werktage wochentags laborables feriali werkdagen",
    "weekends": "wochenende wochenenden weekend",
}


def days_meant(word: str) -> str | None:
    """Return the day of the week in three letters, or the group of days, that another language calls so."""
    return _meant(word, _WEEK) or _meant(word, _SHORT) or _meant(word, _GROUPS)


def near_day_meant(word: str) -> str | None:
    """Return today, tomorrow or yesterday, where another language calls one so."""
    return _meant(word, _NEAR)


def _meant(word: str, names: dict[str, str]) -> str | None:
    letters = unicodedata.normalize("NFKD", word.strip().lower().replace("ł", "l").replace("ø", "o"))
    plain = "".join(char for char in letters if not unicodedata.combining(char)).replace("’", "'").rstrip(".")
    return next((english for english, others in names.items() if plain in others.split()), None)
