"""Pictures of what is turned or thrown: bowls, mugs, plates, vases, a candlestick, a lamp, a pan, a mortar, glasses."""

from dataclasses import replace

from PIL import ImageDraw

from .crafts import arc, circle, glass, rod, speckled
from .lathe import Material, Pose, disc, hollow, rim, smooth, turned
from .studio import BLUSH, LINEN, MIST, SAGE, SAND, Colour, Scene, lit

GLAZES: dict[str, Colour] = {
    "chalk": (236, 230, 219),
    "moss": (122, 136, 102),
    "ink": (62, 78, 104),
    "clay": (198, 132, 98),
}
PAPERS: dict[str, Colour] = {"chalk": BLUSH, "moss": LINEN, "ink": MIST, "clay": SAGE}
BARE_CLAY = Material((190, 160, 128), 0.0)
BRASS = Material((206, 164, 88), 0.7, 26, mirror=0.62)
COPPER = Material((212, 132, 92), 0.7, 24, mirror=0.6)
STEEL = Material((188, 190, 192), 0.5, 18, mirror=0.35)


def bowl(glaze: str) -> bytes:
    scene, material = Scene(PAPERS[glaze]), Material(GLAZES[glaze], 0.32, 26)
    pose = Pose(480, 880, 0.30)
    scene.shadow((480, 866), 380, 120)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    turned(draw, pose, [(112, 0), (120, 10)], BARE_CLAY)
    turned(draw, pose, smooth([(120, 10), (128, 22), (205, 76), (276, 170), (306, 268)]), material)
    floor = lit(material.colour, 0.82)
    hollow(draw, pose, smooth([(306, 268), (272, 172), (196, 84), (70, 44), (0, 40)]), material, floor)
    rim(draw, pose, 305, 268, material, 6)
    speckled(layer, (74, 54, 38), 1500, seed=3)
    scene.put(layer)
    return scene.jpeg()


def mug(glaze: str) -> bytes:
    scene, material = Scene(PAPERS[glaze]), Material(GLAZES[glaze], 0.34, 26)
    pose = Pose(450, 880, 0.26)
    scene.shadow((455, 868), 360, 100)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    rod(draw, arc((628, 705), (108, 118), -84, 96), 40, material)
    turned(draw, pose, [(168, 0), (172, 8)], BARE_CLAY)
    turned(draw, pose, smooth([(172, 8), (186, 26), (190, 90), (190, 240), (187, 370)]), material)
    hollow(draw, pose, [(187, 370), (182, 300), (180, 120), (0, 110)], material, lit(material.colour, 0.6))
    rim(draw, pose, 186, 370, material, 7)
    speckled(layer, (74, 54, 38), 1300, seed=5)
    scene.put(layer)
    return scene.jpeg()


def plates(glaze: str) -> bytes:
    scene, material = Scene(PAPERS[glaze]), Material(GLAZES[glaze], 0.3, 26)
    scene.shadow((480, 862), 620, 190)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    for number in range(4):
        pose = Pose(480 + (number % 2) * 4, 870 - number * 30, 0.36)
        turned(draw, pose, smooth([(215, 0), (228, 8), (300, 22), (338, 40)]), material)
        disc(draw, pose, 338, 40, material)
    for radius, height, light in ((236, 30, 0.88), (232, 28, 0.97)):
        disc(draw, pose, radius, height, replace(material, colour=lit(material.colour, light)))
    rim(draw, pose, 337, 40, material, 4)
    speckled(layer, (74, 54, 38), 1700, seed=9)
    scene.put(layer)
    return scene.jpeg()


def vase(glaze: str) -> bytes:
    scene, material = Scene(PAPERS[glaze]), Material(GLAZES[glaze], 0.3, 22)
    pose = Pose(480, 930, 0.22)
    scene.shadow((480, 920), 300, 84)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    turned(draw, pose, [(98, 0), (102, 8)], BARE_CLAY)
    body = [(102, 8), (128, 40), (172, 150), (160, 280), (84, 390), (44, 470), (40, 560), (54, 604)]
    turned(draw, pose, smooth(body), material)
    hollow(draw, pose, [(54, 604), (42, 570), (38, 500), (0, 480)], material, lit(material.colour, 0.35))
    rim(draw, pose, 53, 604, material, 6)
    speckled(layer, (74, 54, 38), 1300, seed=13)
    scene.put(layer)
    return scene.jpeg()


def candlestick() -> bytes:
    scene = Scene(SAND)
    pose = Pose(480, 960, 0.24)
    scene.shadow((480, 950), 310, 88)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    foot = [(150, 0), (154, 14), (140, 26), (70, 44), (34, 70), (26, 110), (34, 150), (48, 172), (34, 194)]
    stem = [(24, 230), (22, 290), (30, 330), (44, 346), (30, 362), (40, 384), (56, 402), (60, 440)]
    turned(draw, pose, smooth(foot + stem), BRASS)
    disc(draw, pose, 60, 440, BRASS)
    rim(draw, pose, 59, 440, BRASS, 5)
    wax = Material((242, 233, 212), 0.12, 12)
    turned(draw, pose, [(35, 436), (35, 436), (34, 720), (30, 732)], wax)
    disc(draw, pose, 30, 732, wax)
    rod(draw, [(480, 250), (481, 240), (485, 226)], 4, Material((60, 50, 44)))
    scene.put(layer)
    return scene.jpeg()


def lamp(glaze: str) -> bytes:
    scene, material = Scene(PAPERS[glaze], 0.66), Material(GLAZES[glaze], 0.45, 30)
    pose = Pose(480, 1010, 0.2)
    scene.shadow((480, 1000), 300, 76)
    scene.glow((480, 400), 360, (255, 232, 186), 0.6)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    foot = [(118, 0), (124, 12), (138, 60), (150, 140), (132, 230), (78, 310), (34, 352), (28, 372)]
    turned(draw, pose, smooth(foot), material)
    turned(draw, pose, [(16, 370), (16, 440)], BRASS)
    shade = Material((244, 226, 190), 0.06, 8, shade=0.86)
    hollow(draw, Pose(480, 1010, -0.06), [(262, 432), (262, 440)], shade, (255, 238, 200))
    turned(draw, pose, [(262, 430), (218, 790)], shade)
    disc(draw, pose, 218, 790, Material((255, 240, 206), shade=0.95))
    rim(draw, pose, 218, 790, Material((226, 204, 164)), 5)
    scene.put(layer)
    return scene.jpeg()


def saucepan() -> bytes:
    scene = Scene(MIST)
    pose = Pose(400, 880, 0.27)
    scene.shadow((420, 870), 520, 140)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    iron = Material((62, 60, 60), 0.3, 14)
    turned(draw, pose, smooth([(226, 0), (240, 12), (244, 40), (244, 250)]), COPPER)
    hollow(draw, pose, [(244, 250), (238, 190), (234, 40), (0, 34)], STEEL, lit(STEEL.colour, 0.74))
    rim(draw, pose, 243, 250, COPPER, 7)
    rod(draw, [(628, 652), (690, 628), (800, 590), (905, 556)], lambda along: 30 - 8 * along, iron)
    for x, y in ((630, 640), (634, 668)):
        rod(draw, [(x, y), (x + 2, y)], 16, STEEL)
    scene.put(layer)
    return scene.jpeg()


def mortar() -> bytes:
    scene, granite = Scene(LINEN), Material((142, 142, 140), 0.14, 12)
    pose = Pose(470, 890, 0.30)
    scene.shadow((470, 874), 480, 150)
    layer = scene.layer()
    draw = ImageDraw.Draw(layer)
    turned(draw, pose, smooth([(168, 0), (182, 14), (176, 40), (214, 110), (250, 220), (256, 320)]), granite)
    disc(draw, pose, 256, 320, granite)
    hollow(draw, pose, smooth([(214, 318), (190, 230), (110, 150), (0, 130)]), granite, lit(granite.colour, 0.62))
    rod(draw, [(505, 640), (600, 500), (720, 320)], lambda along: 86 - 34 * along, granite)
    speckled(layer, (58, 58, 60), 9000, seed=21, largest=2.0)
    speckled(layer, (214, 212, 206), 7000, seed=22, largest=1.8)
    scene.put(layer)
    return scene.jpeg()


def tumblers() -> bytes:
    scene = Scene(SAGE)
    for x, y in ((610, 830), (370, 900)):
        pose = Pose(x, y, 0.25)
        scene.shadow((x, y - 8), 230, 70, 0.26)
        layer = scene.layer()
        wall = smooth([(112, 0), (118, 20), (124, 150), (132, 300)])
        glass(layer, pose, wall)
        draw = ImageDraw.Draw(layer)
        for radius, height, alpha, width in ((104, 26, 90, 8), (112, 4, 120, 5), (132, 300, 190, 5), (128, 298, 90, 3)):
            circle(draw, pose, radius, height, (248, 251, 250) if height > 10 else (150, 166, 164), alpha, width)
        scene.put(layer)
    return scene.jpeg()


def carafe() -> bytes:
    scene = Scene(SAND)
    pose = Pose(480, 960, 0.24)
    scene.shadow((480, 950), 300, 86, 0.3)
    layer = scene.layer()
    wall = smooth([(142, 0), (152, 24), (156, 140), (148, 300), (96, 420), (62, 500), (58, 620), (78, 690)])
    water = [(radius * 0.95, height) for radius, height in wall if 24 <= height <= 300]
    glass(layer, pose, water, tint=(176, 204, 208))
    glass(layer, pose, wall)
    draw = ImageDraw.Draw(layer)
    circle(draw, pose, water[-1][0], water[-1][1], (250, 253, 253), 170, 4)
    circle(draw, pose, 138, 26, (250, 253, 253), 90, 8)
    circle(draw, pose, 142, 3, (140, 156, 158), 120, 5)
    circle(draw, pose, 78, 690, (250, 252, 252), 200, 5)
    scene.put(layer)
    return scene.jpeg()
