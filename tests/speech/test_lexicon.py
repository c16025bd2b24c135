"""A lexicon changes the words that it names, for the engine that it names, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import BadFile
from coach.files.paths import data_root
from coach.language.sanitize import for_speech
from coach.speech.lexicon import ENGINES, Lexicon, built_in, own_file, read_lexicons, refuse_wrong

LEXICON = Lexicon(
    {
        "scapula": {"": "skap-yoo-luh"},
        "close your eyes": {"": "cloze your eyes"},
        "close": {"espeak": "klohss"},
        "rhomboid": {"espeak": "rom-boyd"},
    }
)


@pytest.mark.parametrize(
    ("text", "engine", "said"),
    [
        ("the scapula moves.", "piper", "the skap-yoo-luh moves."),
        ("Scapula down.", "piper", "Skap-yoo-luh down."),
        ("Close your eyes, stay close.", "espeak", "Cloze your eyes, stay klohss."),
        ("Close your eyes, stay close.", "piper", "Cloze your eyes, stay close."),
        ("The rhomboid.", "piper", "The rhomboid."),
        ("Scapulae, a scapula-like bone", "piper", "Scapulae, a scapula-like bone"),
    ],
)
def test_a_word_is_respelled_whole_for_the_engine_that_needs_it(text: str, engine: str, said: str) -> None:
    assert LEXICON.respelled(text, engine) == said


@given(st.text(max_size=200), st.sampled_from(ENGINES))
def test_an_empty_lexicon_changes_nothing(text: str, engine: str) -> None:
    assert Lexicon().respelled(text, engine) == text


@given(st.text(alphabet="abc '-", max_size=100), st.sampled_from(ENGINES))
def test_words_that_are_not_in_it_stay(text: str, engine: str) -> None:
    assert LEXICON.respelled(text, engine) == text


def test_ones_own_word_wins_over_the_built_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    own_file().parent.mkdir(parents=True)
    own_file().write_text('"levator scapulae" = "my way"\nchin = { piper = "tchin" }\n')

    lexicon = read_lexicons()

    assert lexicon.respelled("The levator scapulae.", "espeak") == "The my way."
    assert lexicon.respelled("Chin in.", "piper") == "Tchin in."
    assert lexicon.respelled("Chin in.", "espeak") == "Chin in."


WINS = Lexicon(
    {
        "3x10": {"": "three times ten"},
        "kg": {"": "keelos"},
        "approx": {"": "roughly"},
        "l": {"piper": "ell"},
        "arm": {"": "ahm"},
        "rom": {"": "rom"},
        "reps": {"": "goes"},
        "x": {"": "by"},
    }
)


@pytest.mark.parametrize(
    ("text", "engine", "said"),
    [
        ("Do 3x10 with 5 kg.", "espeak", "Do three times ten with 5 keelos."),
        ("3x10", "espeak", "three times ten"),
        ("Take 10kg. Then rest.", "espeak", "Take 10 keelos. Then rest."),
        ("KG, 5 kg, arms", "espeak", "Keelos, 5 keelos, arms"),
        ("approx. 10 s", "espeak", "roughly 10 seconds"),
        ("L arm", "espeak", "left ahm"),
        ("L arm", "piper", "Ell ahm"),
        ("full ROM, 8 reps", "espeak", "full Rom, 8 goes"),
        ("3 x 10 reps", "espeak", "3 by 10 goes"),
        ("Rest 10 s, arm down.", "espeak", "Rest 10 seconds, ahm down."),
        ("[[kg]] arm", "espeak", "ahm"),
    ],
)
def test_a_word_of_one_s_own_wins_over_notation_and_leaves_the_rest_to_it(
    text: str, engine: str, said: str
) -> None:
    assert WINS.for_engine(text, engine) == said


@given(st.text(max_size=120), st.sampled_from(ENGINES))
def test_a_lexicon_without_the_words_of_a_text_leaves_it_to_notation(text: str, engine: str) -> None:
    assert Lexicon({"zygapophyseal": {"": "zye-gapo"}}).for_engine(text, engine) == for_speech(text)


@given(
    st.lists(st.sampled_from(["3x10", "5 kg", "kg", "approx. 3", "L arm", "10 s", "1/2 min", "zqjaq", "x"])),
    st.sampled_from(ENGINES),
)
def test_nothing_that_stood_for_a_word_is_ever_spoken(parts: list[str], engine: str) -> None:
    text = ", ".join(parts)

    said = WINS.for_engine(text, engine)

    assert said.lower().count("zqj") == text.count("zqj")
    assert "kg" not in said.lower().split()


def test_all_that_is_wrong_in_it_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    own_file().parent.mkdir(parents=True)
    own_file().write_text('"[[x]]" = "no"\nchin = 3\nneck = { siri = "neck" }\nback = "[[b{k]]"\n')

    with pytest.raises(BadFile) as caught:
        read_lexicons()

    told = [(p.place.line, p.place.column, p.rule) for p in caught.value.problems]
    assert told == [
        (1, 1, "bad-word"),
        (2, 8, "bad-respelling"),
        (3, 10, "unknown-engine"),
        (4, 8, "bad-respelling"),
    ]


def test_what_an_engine_would_obey_is_not_in_a_respelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    own_file().parent.mkdir(parents=True)
    own_file().write_text('chin = "ch<emph>in [[x]]"\n')

    assert read_lexicons().respelled("chin", "nsss") == "ch in"


def test_the_built_in_lexicon_is_good_and_says_every_word_as_spoken_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))

    refuse_wrong(data_root() / "lexicon.toml")
    lexicon = read_lexicons()

    assert lexicon.words.keys() == built_in().keys()
    for ways in lexicon.words.values():
        spelled = [way for engine, way in ways.items() if not (engine == "hibari" and way.startswith("/"))]
        assert all(way == for_speech(way) for way in spelled)


def test_the_natural_voice_takes_sounds_and_other_voices_a_respelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    own_file().parent.mkdir(parents=True)
    own_file().write_text('"wind down" = { hibari = "/wˈInd dˈWn/", espeak = "wined down" }\n', "utf-8")

    lexicon = read_lexicons()

    text = "3 x 10 min, wind down."
    assert lexicon.for_engine(text, "hibari") == "3 times 10 minutes, [wind down](/wˈInd dˈWn/)."
    assert lexicon.for_engine(text, "espeak") == "3 times 10 minutes, wined down."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{ hibari = "/wЖnd/" }', "neck cannot be said so: the natural voice has no sound “Ж”."),
        ('{ hibari = "/ /" }', "neck cannot be said so."),
        ('{ hibari = "/n)k/" }', "neck cannot be said so: the natural voice has no sound “)”."),
    ],
)
def test_sounds_that_the_natural_voice_does_not_have_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, said: str
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    own_file().parent.mkdir(parents=True)
    own_file().write_text(f"neck = {written}\n", "utf-8")

    with pytest.raises(BadFile) as caught:
        read_lexicons()

    [problem] = caught.value.problems
    assert (problem.rule, problem.place.line, problem.message) == ("bad-sounds", 1, said)
    assert problem.mend == '`coach say --phonemes "neck"` shows how sounds are written.'


@pytest.mark.parametrize("letters", ["肩", "ｎｅｃｋ", "१०८"])
def test_a_respelling_in_letters_that_no_english_voice_says_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: str
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    own_file().parent.mkdir(parents=True)
    own_file().write_text(f'neck = "{letters}"\n', encoding="utf-8")

    with pytest.raises(BadFile) as caught:
        read_lexicons()

    [problem] = caught.value.problems
    assert (problem.rule, problem.place.line, problem.place.column) == ("bad-respelling", 1, 8)
    assert letters in problem.message
