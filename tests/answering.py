"""A program that stands on a message bus under a name, and gives the answers that it was told.

    python answering.py ADDRESS NAME ANSWERS

`ANSWERS` is JSON: for each question, written as its path, its member and the words it is asked with,
the signature of the answer and the answer. To anything else it answers with an error.
"""

import asyncio
import json
import sys

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus


async def main(address: str, name: str, answers: dict[str, tuple[str, object]]) -> None:
    bus = await MessageBus(bus_address=address).connect()

    def answer(asked: Message) -> Message | bool:
        if (
            asked.message_type is not MessageType.METHOD_CALL
            or asked.interface == "org.freedesktop.DBus.Peer"
        ):
            return False
        words = " ".join([asked.path or "", f"{asked.interface}.{asked.member}", *map(str, asked.body)])
        if words not in answers:
            return Message.new_error(asked, "org.freedesktop.DBus.Error.UnknownMethod", words)
        signature, value = answers[words]
        if signature.startswith("v"):
            return Message.new_method_return(asked, "v", [Variant(signature[1:], value)])
        return Message.new_method_return(asked, signature, [value])

    bus.add_message_handler(answer)
    await bus.request_name(name)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))
