"""The names of days in other languages, for mends only: none of them is read as a day.

Pure. Names are in small letters, with no accents.
"""

import unicodedata
from typing import Final

_WEEK: Final = {
    "mon": (
        "montag montags lundi lundis lunes lunedi maandag segunda segunda-feira poniedzialek mandag"
        " понедельник понеділок pazartesi pondeli ponedeljak ponedeljek hetfo maanantai"
        " 月曜日 星期一 周一 월요일 δευτερα"
    ),
    "tue": (
        "dienstag dienstags mardi mardis martes martedi dinsdag terca terca-feira wtorek tirsdag tisdag"
        " вторник вівторок sali utery utorak kedd tiistai 火曜日 星期二 周二 화요일 τριτη"
    ),
    "wed": (
        "mittwoch mittwochs mercredi mercredis miercoles mercoledi woensdag quarta sroda onsdag"
        " среда середа carsamba streda srijeda szerda keskiviikko 水曜日 星期三 周三 수요일 τεταρτη"
    ),
    "thu": (
        "donnerstag donnerstags jeudi jeudis jueves giovedi donderdag quinta czwartek torsdag"
        " четверг четвер persembe ctvrtek cetvrtak csutortok torstai 木曜日 星期四 周四 목요일 πεμπτη"
    ),
    "fri": (
        "freitag freitags vendredi vendredis viernes venerdi vrijdag sexta sexta-feira piatek fredag"
        " пятница cuma patek petak pentek perjantai 金曜日 星期五 周五 금요일 παρασκευη"
    ),
    "sat": (
        "samstag samstags sonnabend samedi samedis sabado sabados sabato zaterdag sobota lordag"
        " суббота субота cumartesi sobota subota szombat lauantai 土曜日 星期六 周六 토요일 σαββατο"
    ),
    "sun": (
        "sonntag sonntags dimanche dimanches domingo domingos domenica zondag niedziela sondag"
        " воскресенье неділя pazar nedele nedjelja vasarnap sunnuntai 日曜日 星期日 周日 일요일 κυριακη"
    ),
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
_RELATIVE_DAYS: Final = {
    "today": (
        "heute hoy oggi vandaag hoje dzisiaj idag aujourd'hui"
        " сегодня сьогодні bugun dnes danas ma tanaan 今日 今天 오늘 σημερα"
    ),
    "tomorrow": (
        "morgen demain manana domani amanha jutro imorgon"
        " завтра yarin zitra sutra holnap huomenna 明日 明天 내일 αυριο"
    ),
    "yesterday": (
        "gestern hier ayer ieri gisteren ontem wczoraj igar"
        " вчера вчора dun vcera jucer tegnap eilen 昨日 昨天 어제 χθες χτες"
    ),
}
_GROUPS: Final = {
    "daily": "taglich quotidien quotidiennement diario diariamente dagelijks ogni-giorno",
    "weekdays": "werktags werktage wochentags laborables feriali werkdagen",
    "weekends": "wochenende wochenenden weekend",
}


def days_meant(word: str) -> str | None:
    """Return the day of the week in three letters, or the group of days, that has this name elsewhere."""
    return _english_name(word, _WEEK) or _english_name(word, _SHORT) or _english_name(word, _GROUPS)


def near_day_meant(word: str) -> str | None:
    """Return today, tomorrow or yesterday, where one of them has this name in another language."""
    return _english_name(word, _RELATIVE_DAYS)


def _english_name(word: str, names: dict[str, str]) -> str | None:
    letters = unicodedata.normalize("NFKD", word.strip().lower().replace("ł", "l").replace("ø", "o"))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    plain = plain.replace("’", "'").rstrip(".")
    return next((english for english, others in names.items() if plain in others.split()), None)
