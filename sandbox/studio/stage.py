"""The studio itself, in Mitsuba: a sweep of white paper, one large soft light from the left, a bright room."""

import os
from collections.abc import Mapping
from typing import Any

import drjit
import mitsuba as mi
import numpy as np

from .framing import WIDE, Frame, framed
from .materials import Material
from .noise import Array
from .shots import Part, Shot
from .solids import Solid

FASTEST, ANYWHERE = "llvm_ad_rgb", "scalar_rgb"
THREADS = 2
PAPER = (0.84, 0.84, 0.835)
LAYERS = "albedo:albedo,normal:sh_normal"


def open_studio() -> None:
    """With LLVM where DRJIT_LIBLLVM_PATH names one (19 is known to do), several times slower without."""
    mi.set_variant(FASTEST if os.environ.get("DRJIT_LIBLLVM_PATH") else ANYWHERE)
    drjit.set_thread_count(THREADS)


def taken(shot: Shot, width: int, height: int, samples: int) -> Array:
    """Nine layers of light for every pixel: the picture, the plain colours, the directions surfaces face."""
    frame = framed(shot)
    scene = mi.load_dict(
        {
            "type": "scene",
            "integrator": {"type": "aov", "aovs": LAYERS, "image": {"type": "path", "max_depth": shot.depth}},
            "sensor": _camera(frame, width, height),
            "paper": _mesh(_sweep(frame), _paper()),
            **_light(frame),
            **(_cards(frame) if shot.cards else {}),
            **{f"part{number}": _part(part) for number, part in enumerate(shot.parts)},
        }
    )
    return np.array(mi.render(scene, spp=samples, seed=1))[..., :9]


def _camera(frame: Frame, width: int, height: int) -> Mapping[str, object]:
    look = mi.ScalarTransform4f().look_at(origin=frame.eye.tolist(), target=frame.target.tolist(), up=[0, 0, 1])
    return {
        "type": "perspective",
        "fov": WIDE,
        "to_world": look,
        "film": {"type": "hdrfilm", "width": width, "height": height, "rfilter": {"type": "box"}},
        "sampler": {"type": "independent"},
    }


def _light(frame: Frame) -> Mapping[str, object]:
    return {
        "key": _panel(frame, (-6.5, -3.2, 8.0), 3.0, 20.0, (1.0, 0.985, 0.955)),
        "kicker": _panel(frame, (6.0, 4.0, 5.0), 1.2, 5.0, (0.96, 0.98, 1.0)),
        "room": {"type": "constant", "radiance": {"type": "rgb", "value": [0.96, 0.98, 1.0]}},
    }


def _panel(
    frame: Frame, at: tuple[float, float, float], half: float, strength: float, tint: tuple[float, float, float]
) -> Mapping[str, object]:
    ground = np.array([frame.target[0], frame.target[1], 0])
    origin = ground + np.array(at) * frame.size
    look = mi.ScalarTransform4f().look_at(origin=origin.tolist(), target=ground.tolist(), up=[0, 0, 1])
    emitter = {"type": "area", "radiance": {"type": "rgb", "value": [strength * each for each in tint]}}
    return {"type": "rectangle", "to_world": look.scale([half * frame.size] * 2 + [1]), "emitter": emitter}


def _cards(frame: Frame) -> Mapping[str, object]:
    """Black on both sides, just out of sight: clear glass is seen by what its edges mirror. The left one is low, or
    its shadow would fall into the picture."""
    cards = {}
    for name, side, half in (("left", -2.5, 0.45), ("right", 1.9, 0.85)):
        at = frame.target * (1, 1, 0) + np.array((side, 0.4, half)) * frame.size
        look = mi.ScalarTransform4f().look_at(origin=at.tolist(), target=frame.target.tolist(), up=[0, 0, 1])
        black = {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": {"type": "rgb", "value": 0.02}}}
        cards[name] = {
            "type": "rectangle",
            "to_world": look.scale([0.5 * frame.size, half * frame.size, 1]),
            "bsdf": black,
        }
    return cards


def _sweep(frame: Frame) -> Solid:
    """From in front of the camera, under the goods, and up behind them in one wide bend."""
    back = np.linspace(2, 42, 60)
    line = np.concatenate([[(-60, 0), (0, 0)], np.stack([back, 0.016 * (back - 2) ** 2.1], -1)]) * frame.size
    across = np.linspace(-80, 80, 9) * frame.size + frame.target[0]
    points = np.stack(np.broadcast_arrays(across[None], line[:, :1] + frame.target[1], line[:, 1:]), -1)
    rows, columns, _ = points.shape
    cell = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (cell[:-1, :-1], cell[:-1, 1:], cell[1:, 1:], cell[1:, :-1]))
    flat = points.reshape(-1, 3)
    return Solid(flat, np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]), flat)


def _paper() -> Material:
    return Material({"type": "diffuse", "reflectance": {"type": "rgb", "value": list(PAPER)}})


def _part(part: Part) -> Any:
    return _mesh(part.solid, part.material)


def _mesh(solid: Solid, material: Material) -> Any:
    """Colour and roughness are painted on the points, so that they run through the solid and need no unwrapping."""
    surface = dict(material.surface)
    if material.colour:
        surface["base_color"] = {"type": "mesh_attribute", "name": "vertex_color"}
    if material.roughness:
        surface["roughness"] = {"type": "mesh_attribute", "name": "vertex_roughness"}
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(surface)
    if material.glows:
        glow = {"type": "rgb", "value": [material.glows * each for each in (1.0, 0.82, 0.6)]}
        properties["emitter"] = mi.load_dict({"type": "area", "radiance": glow})
    mesh = mi.Mesh("part", len(solid.points), len(solid.faces), has_vertex_normals=True, props=properties)
    kept = mi.traverse(mesh)
    kept["vertex_positions"] = mi.Float(solid.points.astype(np.float32).ravel())
    kept["faces"] = mi.UInt32(solid.faces.astype(np.uint32).ravel())
    kept["vertex_normals"] = mi.Float(solid.normals().astype(np.float32).ravel())
    kept.update()
    if material.colour:
        colours = np.clip(material.colour(solid.own), 0.002, 0.95).astype(np.float32).ravel()
        mesh.add_attribute("vertex_color", 3, mi.Float(colours))
    if material.roughness:
        roughness = np.clip(material.roughness(solid.own), 0.05, 1).astype(np.float32)
        mesh.add_attribute("vertex_roughness", 1, mi.Float(roughness))
    return mesh
