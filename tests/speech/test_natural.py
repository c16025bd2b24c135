"""A session in the natural voice: a chime at once where nothing is made yet, then every word, whole."""

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

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not available() or not has_piper(),
    reason="the extra `piper` and PulseAudio are needed",
)

TALK = """\
name = "Talk"
category = "education"
level = "gentle"
minutes = 1

[[step]]
say = "Water wears the stone away."
"""


def heard(home: Path, sink: Sink) -> tuple[Sound, list[dict[str, object]]]:
    with sink.record() as recording:
        ran = coach(
            home, "start", "short", "--rate", "220", "--json", env={**sink.env, "COACH_VOICE": "piper"}
        )
        waited(lambda: not recording.sound[-RATE // 2 :].any(), "silence")
        sound = recording.sound
    assert ran.returncode == 0
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    return sound, [event for event in events if event["event"] == "heard"]


def test_a_chime_comes_first_where_nothing_is_made_and_every_word_is_heard_whole(
    tmp_path: Path, sink: Sink
) -> None:
    home = at_home(tmp_path, TALK)
    pronunciation, opening = own_pronunciation("piper", rates.FASTEST), chime(ChimeName.OPENING)

    cold, cues = heard(home, sink)
    warm, _ = heard(home, sink)
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
    assert chimes[0][1] > 0.9
    assert chimes[0][0] < places[0][0][0]
    assert chimes[1][1] < 0.8, "a chime of one tone is a little like any vowel"
    assert abs(heard_from(warm) - places[1][0][0]) < RATE / 20
