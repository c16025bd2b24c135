"""A session in each natural voice: every word, whole; a chime before it where a voice takes its time."""

import json
import sys
from pathlib import Path

import pytest
from called import coach
from lived import WHOLE, at_home, found, waited

from bench.recording import RATE, Sink, Sound, available, find, heard_from
from coach.cue.model import ChimeName, Role, Spoken
from coach.language import rates
from coach.sound.chimes import chime
from coach.speech.clips import Clips
from coach.speech.own_pronunciation import own_pronunciation
from coach.speech.voices.installed import has_piper
from coach.speech.voices.natural import model_path

pytestmark = pytest.mark.skipif(sys.platform != "linux" or not available(), reason="PulseAudio is needed")
needs_piper = pytest.mark.skipif(not has_piper(), reason="the extra `piper` is needed")
needs_heart = pytest.mark.skipif(not model_path(), reason="hibari-tts is not made for this machine")

TALK = """\
name = "Talk"
category = "education"
level = "gentle"
minutes = 1

[[step]]
say = "Water wears the stone away."
"""


def heard(home: Path, sink: Sink, voice: str) -> tuple[Sound, list[dict[str, object]]]:
    with sink.record() as recording:
        ran = coach(home, "start", "short", "--rate", "220", "--json", env={**sink.env, "COACH_VOICE": voice})
        waited(lambda: not recording.sound[-RATE // 2 :].any(), "silence")
        sound = recording.sound
    assert ran.returncode == 0
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    return sound, [event for event in events if event["event"] == "heard"]


@pytest.mark.parametrize(
    ("voice", "chimes_first"),
    [pytest.param("hibari", False, marks=needs_heart), pytest.param("piper", True, marks=needs_piper)],
)
def test_every_word_is_heard_whole_with_a_chime_before_it_where_the_voice_takes_its_time(
    tmp_path: Path, sink: Sink, voice: str, chimes_first: bool
) -> None:
    home = at_home(tmp_path, TALK)
    pronunciation, opening = own_pronunciation(voice, rates.FASTEST), chime(ChimeName.OPENING)

    cold, cues = heard(home, sink, voice)
    warm, _ = heard(home, sink, voice)
    clips = Clips(home / "cache" / "clips")
    lines = [Spoken(str(cue["text"]), Role(str(cue["kind"]))) for cue in cues if cue["kind"] != "chime"]
    sounds = [clip.sound for line in lines if (clip := clips.get(pronunciation.key(line)))]
    places = [[found(sound, one, 0, len(sound)) for one in sounds] for sound in (cold, warm)]
    chimes = [find(sound, opening, 0, len(sound)) for sound in (cold, warm)]

    assert len(sounds) == len(lines) >= 6
    for heard_lines in places:
        spoken = [place for place, _ in heard_lines]
        assert spoken == sorted(spoken)
        assert all(whole > WHOLE for _, whole in heard_lines)
    assert (chimes[0][1] > 0.9) == chimes_first
    assert not chimes_first or chimes[0][0] < places[0][0][0]
    assert chimes[1][1] < 0.85, "a chime of one tone is a little like any vowel"
    assert abs(heard_from(warm) - places[1][0][0]) < RATE / 10
