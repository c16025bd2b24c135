"""What coach asks of miniaudio beside its own doors: the context, to list devices by and to let go of."""

import miniaudio

from coach.sound.players import SILENT, _context_of, _entries, open_player


def test_a_device_and_a_list_of_devices_have_a_context_by_which_devices_are_listed() -> None:
    looking = miniaudio.Devices(list(SILENT))
    player = open_player(SILENT)

    entries = [_entries(_context_of(each)) for each in (looking, player.playback)]
    player.close()

    assert [[entry.device.default for entry in each] for each in entries] == [[True], [True]]
