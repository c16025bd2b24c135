"""The natural voice says the same each time, says all of it or says why not, and reaches no network."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest
from called import coach
from hypothesis import given
from hypothesis import strategies as st
from lived import NO_SOUND

from coach.cue.model import Role, Spoken
from coach.language import rates
from coach.speech.batch import gather
from coach.speech.clips import Clip, Clips
from coach.speech.lexicon import Lexicon
from coach.speech.line_queue import Made, NotMade
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import spawn
from coach.speech.synth import Synth, WorkerTimeouts
from coach.speech.voices import voice as voice_module
from coach.speech.voices.installed import chosen
from coach.speech.voices.natural import VERSION, model_path
from coach.speech.worker.first_words import first_words
from coach.speech.worker.hibari_driver import MOST_SOUNDS, Hibari
from coach.speech.worker.parts import parts_of

pytestmark = pytest.mark.skipif(not model_path(), reason="hibari-tts is not made for this machine")

DEADLINE = 60
LINES = (Spoken("Let your elbows bend until your face is near the wall."), Spoken("eleven", Role.COUNT))
LONG = ("breathe in through your nose and let your ribs widen to both sides " * 10).strip() + "."


@pytest.fixture(scope="module")
def voice() -> Hibari:
    voice = Hibari(lambda _: {})
    voice.load(model_path())
    return voice


def made(folder: Path) -> dict[Spoken, bytes]:
    clips = gather(LINES, "hibari", rates.USUAL, clips=Clips(folder))
    return {line: clip.sound.tobytes() for line, clip in clips.items() if isinstance(clip, Clip)}


def test_a_line_is_the_same_to_the_byte_each_time_and_in_another_process(tmp_path: Path) -> None:
    first, second = made(tmp_path / "one"), made(tmp_path / "two")

    assert set(first) == set(LINES)
    assert first == second


def test_a_line_is_the_same_where_scipy_is_installed(tmp_path: Path, voice: Hibari) -> None:
    package = tmp_path / "scipy"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "fft.py").write_text("raise SystemExit('its transform was taken')")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from coach.speech.worker.hibari_driver import Hibari\n"
        "from coach.speech.voices.natural import model_path\n"
        "voice = Hibari(lambda _: {}); voice.load(model_path())\n"
        "import hashlib, scipy\n"
        "print(hashlib.sha256(voice.sound_of('Sit tall.', 1.0).tobytes()).hexdigest())\n"
        "from hibari import dsp; print(dsp.FFT_BACKEND, scipy.__name__)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )

    import hashlib

    expected = hashlib.sha256(voice.sound_of("Sit tall.", 1.0).tobytes()).hexdigest()
    assert ran.stdout.split() == [expected, "numpy", "scipy"]


def test_neither_loading_nor_speaking_reaches_for_the_network() -> None:
    program = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith(('socket.', 'urllib.')): raise SystemExit(f'{event} {arguments}')\n"
        "sys.addaudithook(watch)\n"
        "from coach.speech.worker.hibari_driver import Hibari\n"
        "from coach.speech.voices.natural import model_path\n"
        "voice = Hibari(); voice.load(model_path())\n"
        "print(len(voice.sound_of('Sit tall, and scapulohumeral.', 1.0)) > 24_000)\n"
        "from hibari.voices import voice_path, VOICES\n"
        "for name in VOICES:\n"
        "    try: voice_path(name)\n"
        "    except ValueError as error: print(name, error)\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    first, *others = ran.stdout.splitlines()
    assert first == "True"
    assert [line.partition(" ")[0] for line in others] == ["emma", "fenrir", "fable", "kore"]
    assert all(line.endswith("which coach never does") for line in others)


def test_another_of_its_voices_is_refused(voice: Hibari) -> None:
    with pytest.raises(ValueError, match="would have to be downloaded, which coach never does"):
        voice.load("emma")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Привет, and sit tall.", "no English voice says “Привет”"),
        ("Sit tall. 日本", "no English voice says “日本”"),
        ("[Wind](/wЖnd/) down.", "its vocabulary has no 'Ж'"),
        ("☕ ✓", "there is nothing in it that it can say"),
        ("[Chin](/ˈ/)", "there is nothing in it that it can say"),
        ("It costs 5 €.", "it has no sound for “€”"),
        ("C♯ and on.", "it has no sound for “♯”"),
        (
            "Say pneumonoultramicroscopicsilicovolcano.",
            "it says no word of more than 24 letters, such as pneumonoultramicroscopicsilicovolcano",
        ),
        ("...", "there is nothing in it that it can say"),
    ],
)
def test_what_would_be_left_unsaid_is_told_and_named(voice: Hibari, text: str, said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the whole message is looked at
        voice.sound_of(text, 1.0)

    assert str(raised.value) == said


def test_sounds_of_the_lexicon_are_said_as_they_are(voice: Hibari) -> None:
    lexicon = Lexicon({"wind down": {"hibari": "/wˈInd dˈWn/"}})

    text = lexicon.for_engine("Wind down now.", "hibari")

    assert text == "[Wind down](/wˈInd dˈWn/) now."
    assert voice.phonemes(text) == "wˈInd dˈWn nˈW."


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("Come back to the part I name next.", "Come back to the part i name next."),
        ("Do 3/12 of it.", "Do 3 slash 12 of it."),
        ("In 4/4 time.", "In 4 slash 4 time."),
    ],
)
def test_the_package_reads_no_notation_of_its_own_into_a_text(voice: Hibari, text: str, like: str) -> None:
    stressed = str.maketrans("ˌ", "ˈ")
    assert voice.phonemes(text).translate(stressed) == voice.phonemes(like).translate(stressed)


def at_work(folder: Path) -> "tuple[Synth, SimpleQueue[Made | NotMade], list[subprocess.Popen[bytes]]]":
    """The voice at work, what it delivers, and the workers that it starts."""
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    started: list[subprocess.Popen[bytes]] = []

    def start(engine: str) -> "subprocess.Popen[bytes]":
        started.append(spawn(engine))
        return started[-1]

    pronunciation = Pronunciation(chosen("hibari"), rates.USUAL)
    return Synth(pronunciation, Clips(folder), came.put, timeouts=WorkerTimeouts(start)), came, started


def test_one_text_that_is_refused_costs_no_other(tmp_path: Path) -> None:
    synth, came, started = at_work(tmp_path)
    lines = [Spoken("Say 日本 now."), Spoken("Say Привет now."), Spoken("Sit tall.")]

    synth.want(lines)
    done = {result.spoken: result for result in (came.get(timeout=DEADLINE) for _ in lines)}
    synth.close()

    assert isinstance(done[lines[2]], Made)
    refused = done[lines[1]]
    assert isinstance(refused, NotMade)
    assert refused.reason == "no English voice says “Привет”"
    assert len(started) == 1


def test_a_word_whose_sounds_are_many_more_than_its_letters_is_made(tmp_path: Path) -> None:
    lexicon = Lexicon({"hm": {"hibari": "/ænd bɹˈið ˈWt slˈOli wʌns mˈɔɹ/"}})
    pronunciation = Pronunciation(chosen("hibari"), rates.USUAL, lexicon)
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    synth = Synth(pronunciation, Clips(tmp_path), came.put)

    synth.want([Spoken("Hm.")])
    done = came.get(timeout=DEADLINE)
    synth.close()

    assert isinstance(done, Made)


def test_600_characters_in_one_sentence_are_said_whole(voice: Hibari) -> None:
    assert len(LONG) > 600

    sound = voice.sound_of(LONG, 1.0)

    words = len(LONG.split())
    assert words / 5 < len(sound) / voice.rate < words / 2
    last = sound[-voice.rate :]
    assert np.abs(last).max() > 0.1


def test_silence_before_and_after_a_word_is_taken_away(voice: Hibari) -> None:
    sound = voice.sound_of("five", 1.0)

    loud = np.flatnonzero(np.abs(sound) > 0.05 * np.abs(sound).max())
    assert loud[0] < 0.1 * voice.rate
    assert len(sound) - loud[-1] < 0.15 * voice.rate


def test_a_sentence_that_is_known_beforehand_sounds_as_it_would_without(voice: Hibari) -> None:
    known = first_words(VERSION)
    quick = Hibari()
    quick.load(model_path())

    for sentence in list(known)[::12]:
        assert quick.phonemes(sentence) == voice.phonemes(sentence)
        assert quick.sound_of(sentence, 1.2).tobytes() == voice.sound_of(sentence, 1.2).tobytes()
    assert len(known) > 100
    assert first_words("0.0.0") == {}


@given(st.text("abcdefgh ,;:.", min_size=1, max_size=40))
def test_whatever_is_written_is_spoken_or_refused_in_words(voice: Hibari, text: str) -> None:
    try:
        sound = voice.sound_of(text, 1.0)
    except ValueError as error:
        assert str(error) == "there is nothing in it that it can say"  # noqa: PT017 - most texts are spoken
        return

    assert len(sound) > 0
    assert np.isfinite(sound).all()


def copied(folder: Path) -> Path:
    """A copy of the package, which goes before the one that is installed."""
    shutil.copytree(Path(model_path()).parents[1], folder / "hibari")
    return folder / "hibari"


def half_a_model(folder: Path) -> None:
    model = copied(folder) / "assets" / "hibari.onnx"
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])


def half_a_wheel(folder: Path) -> None:
    (copied(folder) / "assets" / "vocab.json").unlink()


def a_torn_table(folder: Path) -> None:
    table = copied(folder) / "assets" / "lexicon_us_gold.json.gz"
    table.write_bytes(table.read_bytes()[:1000])


def no_runtime(folder: Path) -> None:
    (folder / "onnxruntime").mkdir()
    (folder / "onnxruntime" / "__init__.py").write_text("raise ImportError('libfoo.so is missing')")


def no_session(folder: Path) -> None:
    (folder / "onnxruntime").mkdir()
    (folder / "onnxruntime" / "__init__.py").write_text(
        "class SessionOptions: pass\n"
        "def InferenceSession(*_, **__): raise RuntimeError('this processor is not known')\n"
    )


@pytest.mark.parametrize("spoil", [half_a_model, half_a_wheel, a_torn_table, no_runtime, no_session])
def test_where_the_package_is_broken_the_other_voice_says_it_and_why_is_told(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    home, packages = tmp_path / "home", tmp_path / "packages"
    packages.mkdir()
    spoil(packages)
    env = {**NO_SOUND, "COACH_VOICE": "auto", "PYTHONPATH": str(packages)}

    ran = coach(home, "say", "Let your elbows bend until your face is near the wall.", env=env)
    doctor = coach(home, "doctor", env=env)

    assert ran.returncode == 0
    [note] = [line for line in ran.stderr.splitlines() if "cannot say all of it" in line]
    assert note.startswith("Heart, natural cannot say all of it (")
    assert "; install coach again). espeak-ng, English (America) says the rest." in note
    assert len(list((home / "cache" / "clips").glob("*.wav"))) == 1
    assert "install coach again" in doctor.stdout


@pytest.mark.parametrize("package", ["hibari", "onnxruntime"])
def test_where_a_package_is_missing_the_system_s_voice_speaks_and_doctor_says_why(
    tmp_path: Path, package: str
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    names = (package, "piper")
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        f"u.find_spec = lambda name, package=None: None if name in {names} else find(name, package)\n"
    )
    env = {**NO_SOUND, "COACH_VOICE": "auto", "PYTHONPATH": str(hidden)}

    ran = coach(tmp_path, "say", "Sit tall.", env=env)
    doctor = coach(tmp_path, "doctor", env=env)
    named = coach(tmp_path, "say", "Sit tall.", "--voice", "hibari", env=env)

    assert ran.returncode == 0
    assert "cannot say" not in ran.stderr
    assert len(list((tmp_path / "cache" / "clips").glob("*.wav"))) == 1
    assert "natural voice: It is not here." in " ".join(doctor.stdout.split())
    assert f"Install it with: {sys.executable} -m pip install hibari-tts==" in " ".join(doctor.stdout.split())
    assert named.returncode == 1
    assert named.stderr.startswith("The natural voice is not installed. Install it with: ")


def test_a_worker_that_is_killed_in_the_middle_costs_no_line(tmp_path: Path) -> None:
    synth, came, started = at_work(tmp_path)
    lines = [Spoken(f"Breathe in, and count to {number}.") for number in range(2, 10)]

    synth.want(lines)
    first = came.get(timeout=DEADLINE)
    started[0].kill()
    done = [first, *(came.get(timeout=DEADLINE) for _ in lines[1:])]
    synth.close()

    assert {each.spoken for each in done} == set(lines)
    assert all(isinstance(each, Made) for each in done)
    assert len(started) == 2


def test_a_cache_from_before_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pronunciation = Pronunciation(chosen("hibari"), rates.USUAL)
    with monkeypatch.context() as before:
        before.setattr(voice_module, "VERSION", voice_module.VERSION - 1)
        old = Clips(tmp_path).path(pronunciation.key(LINES[0]))
    old.write_bytes(b"a clip of a coach before")

    clip = gather(LINES[:1], "hibari", rates.USUAL, clips=Clips(tmp_path))[LINES[0]]

    assert isinstance(clip, Clip)
    assert old.read_bytes() == b"a clip of a coach before"
    assert len(list(tmp_path.glob("*.wav"))) == 2


def test_a_script_is_the_same_to_the_microsecond_each_time(tmp_path: Path) -> None:
    env = {**NO_SOUND, "COACH_VOICE": "hibari"}

    once, again = (
        coach(tmp_path / home, "show", "neck-isometrics", "--script", "--json", env=env)
        for home in ("one", "other")
    )

    assert once.returncode == 0
    assert len(json.loads(once.stdout)) > 100
    assert once.stdout == again.stdout


@pytest.mark.parametrize("sentence", ["breathe, and rest, " * 40, "breathe and rest " * 40])
def test_no_more_is_made_at_once_than_memory_is_there_for(voice: Hibari, sentence: str) -> None:
    sounds = voice.phonemes(f"{sentence.strip(', ')}.")

    parts = list(parts_of(sounds, MOST_SOUNDS))

    assert len(sounds) > 2 * MOST_SOUNDS
    assert "".join(map("".join, parts)) == sounds
    assert max(map(len, parts)) <= 2 * MOST_SOUNDS
