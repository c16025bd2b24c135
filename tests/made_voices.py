"""Small Piper voices made on the spot, each wrong in its own way: models of one node or two."""

import json
from pathlib import Path
from typing import Final

import onnx
from onnx import TensorProto, helper

RATE: Final = 22_050

SIGNS: Final = "_^$ abcdefghijklmnopqrstuvwxyzˈˌːəɪʊɛɑɔæʌɚɹɡʃʒθðŋɾ,.!?-"
ABOUT: Final = {
    "audio": {"sample_rate": RATE, "quality": "medium"},
    "espeak": {"voice": "en-us"},
    "language": {"code": "en_GB"},
    "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
    "phoneme_type": "espeak",
    "phoneme_id_map": {sign: [number] for number, sign in enumerate(SIGNS)},
    "num_symbols": 256,
    "num_speakers": 1,
    "speaker_id_map": {},
}

Node = onnx.NodeProto


def noise(seconds: float) -> list[Node]:
    shape = [1, 1, 1, int(seconds * RATE)]
    return [helper.make_node("RandomNormal", [], ["output"], shape=shape, scale=0.2, seed=1.0)]


def silence(seconds: float) -> list[Node]:
    shape = helper.make_tensor("shape", TensorProto.INT64, [4], [1, 1, 1, int(seconds * RATE)])
    return [
        helper.make_node("Constant", [], ["size"], value=shape),
        helper.make_node("ConstantOfShape", ["size"], ["output"]),
    ]


def endless() -> list[Node]:
    """A loop that has no end within anybody's patience."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["went"]),
            helper.make_node("Sin", ["so_far"], ["further"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("so_far", TensorProto.FLOAT, [1, 1, 1, 1000]),
        ],
        [
            helper.make_tensor_value_info("went", TensorProto.BOOL, []),
            helper.make_tensor_value_info("further", TensorProto.FLOAT, [1, 1, 1, 1000]),
        ],
    )
    turns = helper.make_tensor("turns", TensorProto.INT64, [], [1 << 60])
    true = helper.make_tensor("true", TensorProto.BOOL, [], [True])
    return [
        helper.make_node("Constant", [], ["turns"], value=turns),
        helper.make_node("Constant", [], ["true"], value=true),
        helper.make_node("RandomNormal", [], ["begin"], shape=[1, 1, 1, 1000], seed=1.0),
        helper.make_node("Loop", ["turns", "true", "begin"], ["output"], body=body),
    ]


def huge() -> list[Node]:
    """Asks for eighty gigabytes at once."""
    shape = helper.make_tensor("shape", TensorProto.INT64, [4], [1, 1, 1, 20_000_000_000])
    return [
        helper.make_node("Constant", [], ["size"], value=shape),
        helper.make_node("ConstantOfShape", ["size"], ["output"]),
    ]


def made_voice(folder: Path, name: str, nodes: list[Node]) -> Path:
    """Write the model and its JSON; return the model's path."""
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "m"])
    graph = helper.make_graph(nodes, name, inputs, [output])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(model, str(path))
    Path(f"{path}.json").write_text(json.dumps(ABOUT))
    return path
