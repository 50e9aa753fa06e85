"""Pictures of what is cut, joined, forged and woven: knives, a board, a stool, napkins, towels."""

from PIL import Image, ImageDraw

from .crafts import arc, paved, rod, rounded, shaded, turned_by, wood, woven
from .lathe import Material, Pose, rim, turned
from .studio import BLUSH, LINEN, MIST, SAGE, SAND, SCALE, Colour, Point, Scene, lit

TABLE = 0.0  # seen from above: no horizon
WALNUT: Colour = (112, 76, 52)
OAK: Colour = (206, 168, 120)
ASH: Colour = (224, 196, 154)
BLACK: Colour = (58, 55, 52)


def knife(length: float, heel: float, pins: int) -> bytes:
    """`length` of the blade, `heel` its width where it meets the handle."""
    scene = Scene(MIST if pins == 3 else LINEN, TABLE)
    layer = scene.layer()
    joint, spine = 430.0, 560.0
    blade = _blade(joint, spine, length, heel)
    ImageDraw.Draw(layer).polygon([(x * SCALE, y * SCALE) for x, y in blade], fill=(176, 180, 184, 255))
    shaded(layer, blade, 0.7)
    edge = [(x, y) for x, y in blade if y > spine + heel * 0.4]
    bevel = [(x, y - heel * 0.16) for x, y in edge]
    draw = ImageDraw.Draw(layer)
    draw.polygon([(x * SCALE, y * SCALE) for x, y in [*edge, *reversed(bevel)]], fill=(222, 226, 228, 255))
    draw.line([(x * SCALE, y * SCALE) for x, y in blade[:2]], fill=(236, 238, 240, 255), width=2 * SCALE)
    grip = rounded(joint - 285, spine - 6, joint + 16, spine + 54, 24)
    paved(layer, grip, wood((320 * SCALE, 90 * SCALE), WALNUT, 4, 0.4), (int(joint) - 290, int(spine) - 12))
    shaded(layer, grip, 0.62)
    brass = Material((206, 164, 88), 0.6, 20)
    for number in range(pins):
        x = joint - 232 + number * (200 / max(1, pins - 1))
        rod(draw, [(x, spine + 24), (x + 1, spine + 24)], 15, brass)
    lying = turned_by(layer, 38)
    scene.drop(lying, (16, 22), 15, 0.62)
    scene.put(lying)
    return scene.jpeg()


def _blade(joint: float, spine: float, length: float, heel: float) -> list[Point]:
    tip = (joint + length, spine + heel * 0.34)
    belly = [
        (joint + length * share, spine + heel * (1 - 0.66 * max(0.0, (share - 0.35) / 0.65) ** 2.1))
        for share in (0.98, 0.94, 0.88, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.03)
    ]
    top = [(joint + length * share, spine + heel * 0.34 * ((share - 0.55) / 0.45) ** 2) for share in (0.55, 0.7, 0.85)]
    return [(joint, spine), *top, tip, *belly, (joint + 6, spine + heel), (joint, spine + heel * 0.8)]


def board() -> bytes:
    scene = Scene(SAGE, TABLE)
    layer = scene.layer()
    face = rounded(250, 240, 710, 960, 46)
    draw = ImageDraw.Draw(layer)
    for step in range(14, 0, -1):
        moved = [((x + step * 0.7) * SCALE, (y + step) * SCALE) for x, y in face]
        draw.polygon(moved, fill=(*lit(OAK, 0.62 + 0.008 * step), 255))
    grain = wood((760 * SCALE, 500 * SCALE), OAK, 8, 0.24).transpose(Image.Transpose.ROTATE_90)
    paved(layer, face, grain, (240, 230))
    shaded(layer, face, 0.2, angle=20)
    draw.line([(x * SCALE, y * SCALE) for x, y in [*face, face[0]]], fill=(*lit(OAK, 1.12), 255), width=2 * SCALE)
    hole = (480 * SCALE, 312 * SCALE)
    draw.ellipse(
        [c + d * 26 * SCALE for c, d in zip(hole * 2, (-1, -1, 1, 1), strict=True)], fill=(*lit(OAK, 0.5), 255)
    )
    inner = [c + d * 24 * SCALE + 5 * SCALE for c, d in zip(hole * 2, (-1, -1, 1, 1), strict=True)]
    draw.ellipse(inner, fill=(*lit(SAGE, 0.72), 255))
    lying = turned_by(layer, -14)
    scene.drop(lying, (26, 34), 24, 0.6)
    scene.put(lying)
    return scene.jpeg()


def stool(finish: str) -> bytes:
    colour = ASH if finish == "natural" else BLACK
    scene = Scene(SAND if finish == "natural" else BLUSH, 0.66)
    leg = Material(colour, 0.16, 14)
    pose = Pose(480, 700, 0.30)
    scene.shadow((500, 1040), 560, 110, 0.3)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    for top, foot in (((490, 470), (540, 985)), ((370, 490), (270, 1060)), ((590, 490), (700, 1060))):
        rod(draw, _straight(top, foot), lambda along: 46 - 16 * along, leg)
    for start, end in (((322, 800), (640, 800)), ((330, 770), (520, 742)), ((632, 770), (522, 742))):
        rod(draw, _straight(start, end), 20, leg)
    turned(draw, pose, [(232, 208), (246, 214), (250, 230), (250, 252), (244, 262)], leg)
    seat = arc((480, 700 - 262 * (1 - 0.3**2) ** 0.5), (244, 244 * 0.3), 0, 360, 96)
    paved(layer, seat, wood((520 * SCALE, 160 * SCALE), lit(colour, 1.02), 17, 0.2), (225, 370))
    shaded(layer, seat, 0.24)
    hollowed = arc((486, 700 - 258 * (1 - 0.3**2) ** 0.5), (180, 46), 0, 360, 96)
    shaded(layer, hollowed, 0.16, angle=180)
    rim(draw, pose, 244, 262, leg, 3)
    scene.put(layer)
    return scene.jpeg()


def _straight(start: Point, end: Point, steps: int = 60) -> list[Point]:
    return [
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(steps + 1)
    ]


def napkins(colour: Colour, paper: Colour = LINEN) -> bytes:
    scene = Scene(paper, TABLE)
    for number, (turn, slide) in enumerate(((14, -26), (4, 6), (-7, 30))):
        layer = scene.layer()
        square = rounded(250 + slide, 360 + slide, 700 + slide, 810 + slide, 8)
        tone = lit(colour, 0.94 + 0.03 * number)
        paved(layer, square, woven((470 * SCALE, 470 * SCALE), tone, 30 + number), (240 + slide, 350 + slide))
        shaded(layer, square, 0.16, angle=35)
        draw = ImageDraw.Draw(layer)
        for inset, light in ((16, 0.82), (19, 1.08)):
            box = (250 + slide + inset, 360 + slide + inset, 700 + slide - inset, 810 + slide - inset)
            draw.rectangle([edge * SCALE for edge in box], outline=(*lit(tone, light), 190), width=SCALE)
        fold = (475 + slide) * SCALE
        for shift, light in ((-3, 1.12), (0, 0.78), (3, 0.92)):
            ends = [(fold + shift * SCALE, (362 + slide) * SCALE), (fold + shift * SCALE, (808 + slide) * SCALE)]
            draw.line(ends, fill=(*lit(tone, light), 120), width=2 * SCALE)
        lying = turned_by(layer, turn)
        scene.drop(lying, (10, 14), 12, 0.5)
        scene.put(lying)
    return scene.jpeg()


def towels(colour: Colour, paper: Colour = BLUSH) -> bytes:
    """Three folded towels, one on the other."""
    scene = Scene(paper)
    scene.shadow((490, 930), 620, 100, 0.45)
    layer = scene.layer()
    for number, (shift, top) in enumerate(((0, 800), (14, 668), (-6, 536))):
        left, right = 190 + shift, 770 + shift
        lid = [(left + 34, top - 74), (right - 26, top - 74), (right - 4, top + 26), (left + 6, top + 26)]
        if number == 2:
            paved(layer, lid, _waffle((620 * SCALE, 130 * SCALE), lit(colour, 1.05)), (left, top - 80))
            shaded(layer, lid, 0.10)
        front = rounded(left, top, right, top + 128, 58)
        paved(layer, front, _waffle((620 * SCALE, 150 * SCALE), lit(colour, 0.95)), (left - 6, top - 4))
        shaded(layer, front, 0.42)
        draw = ImageDraw.Draw(layer)
        for height in (44, 84):
            ends = [((left + 16) * SCALE, (top + height) * SCALE), ((right - 10) * SCALE, (top + height) * SCALE)]
            draw.line(ends, fill=(*lit(colour, 0.66), 255), width=4 * SCALE)
            draw.line([(x, y + 4 * SCALE) for x, y in ends], fill=(*lit(colour, 1.06), 255), width=2 * SCALE)
    scene.put(layer)
    return scene.jpeg()


def _waffle(size: tuple[int, int], colour: Colour) -> Image.Image:
    cell = 18 * SCALE
    tile = Image.new("RGB", (cell, cell), colour)
    draw = ImageDraw.Draw(tile)
    draw.rectangle((0, 0, cell, 3 * SCALE), fill=lit(colour, 1.07))
    draw.rectangle((0, 0, 3 * SCALE, cell), fill=lit(colour, 1.07))
    draw.rectangle((6 * SCALE, 6 * SCALE, cell - 3 * SCALE, cell - 3 * SCALE), fill=lit(colour, 0.86))
    cloth = Image.new("RGB", size)
    for x in range(0, size[0], cell):
        for y in range(0, size[1], cell):
            cloth.paste(tile, (x, y))
    return cloth
