/** Long because it has a drawing for each kind of thing that the demo shop sells. */

/** The shades that a thing is drawn in. */
export type Shades = { readonly main: string; readonly dark: string; readonly light: string };
/** Draws a thing as SVG elements, on a sheet of 100 by 100. */
export type Shape = (shades: Shades) => string;

const rect = (x: number, y: number, width: number, height: number, fill: string, radius = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`;
const disc = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;
const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
/** Drawn upright, and turned about the middle of the sheet. */
const turned = (degrees: number, drawing: string): string => `<g transform="rotate(${degrees} 50 50)">${drawing}</g>`;
const repeat = (times: number, draw: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => draw(index)).join('');

const mug: Shape = ({ main, dark, light }) =>
  line('M66 42 C82 40 82 66 65 66', dark, 5) +
  path('M28 34 H68 L65 76 Q64 82 58 82 H38 Q32 82 31 76 Z', main) +
  disc(48, 34, 20, 5, dark) +
  path('M34 44 L36 72 Q36 76 40 77 L38 44 Z', light);

const cups: Shape = ({ main, dark, light }) =>
  repeat(2, (index) => {
    const x = index * 36;
    return (
      disc(32 + x, 70, 17, 4, dark) +
      line(`M${43 + x} 52 q8 0 6 6 q-2 5 -8 4`, dark, 3) +
      path(`M${20 + x} 48 h24 q0 20 -12 20 q-12 0 -12 -20`, main) +
      disc(32 + x, 48, 12, 3, light)
    );
  });

const glass: Shape = ({ main, dark, light }) =>
  path('M32 24 H68 L62 80 H38 Z', light) +
  path('M34 46 H66 L62 80 H38 Z', main) +
  repeat(4, (index) => line(`M${40 + index * 7} 28 L${42 + index * 5} 76`, dark, 0.8)) +
  disc(50, 24, 18, 4, dark);

const wineGlass: Shape = ({ main, dark, light }) =>
  path('M34 18 H66 Q70 48 50 50 Q30 48 34 18', light) +
  path('M34 30 H66 Q67 47 50 48 Q33 47 34 30', main) +
  line('M50 50 V80', dark, 2) +
  disc(50, 82, 17, 3.5, dark);

const carafe: Shape = ({ main, dark, light }) =>
  rect(44, 14, 12, 9, dark, 2) +
  path('M45 22 H55 V40 Q72 52 70 74 Q69 84 60 84 H40 Q31 84 30 74 Q28 52 45 40 Z', main) +
  path('M42 50 Q34 58 36 74 Q36 78 40 79 Q38 62 46 48 Z', light);

const teapot: Shape = ({ main, dark, light }) =>
  line('M76 48 C92 48 90 72 72 70', dark, 5) +
  path('M26 52 L10 44 L14 40 L32 48 Z', dark) +
  disc(50, 60, 28, 22, main) +
  path('M34 44 Q50 32 66 44 Q50 48 34 44', dark) +
  disc(50, 34, 4, 4, dark) +
  path('M30 52 Q28 66 38 74 Q32 62 36 50 Z', light);

const kettle: Shape = ({ main, dark, light }) =>
  line('M30 46 C30 14 70 14 70 46', dark, 4) +
  path('M72 54 L88 44 L90 49 L76 66 Z', dark) +
  path('M26 80 Q22 44 50 42 Q78 44 74 80 Z', main) +
  disc(50, 41, 5, 3, dark) +
  path('M33 76 Q31 56 42 49 Q36 60 38 76 Z', light);

const pan: Shape = ({ main, dark, light }) =>
  path('M64 62 L92 84 L88 88 L60 68 Z', dark) +
  disc(44, 48, 30, 26, dark) +
  disc(44, 46, 26, 22, main) +
  disc(38, 40, 12, 8, light);

const pot: Shape = ({ main, dark, light }) =>
  rect(14, 50, 72, 6, dark, 3) +
  path('M22 44 H78 V72 Q78 80 70 80 H30 Q22 80 22 72 Z', main) +
  path('M24 44 Q50 28 76 44 Z', dark) +
  disc(50, 34, 5, 3.5, light) +
  path('M28 50 V70 Q28 75 33 75 L32 50 Z', light);

const spoons: Shape = ({ main, dark, light }) =>
  repeat(3, (index) => {
    const x = 28 + index * 22;
    const fill = [main, light, dark][index] ?? main;
    return line(`M${x} 44 V84`, fill, 4) + disc(x, 32, 8, 13, fill);
  });

const board: Shape = ({ main, dark, light }) =>
  path('M30 20 H70 Q74 20 74 24 V80 Q74 84 70 84 H30 Q26 84 26 80 V24 Q26 20 30 20', main) +
  disc(50, 28, 4, 4, dark) +
  repeat(4, (index) =>
    line(`M34 ${42 + index * 10} Q50 ${38 + index * 10} 66 ${42 + index * 10}`, index % 2 === 0 ? light : dark, 1),
  );

const knife: Shape = ({ main, dark, light }) =>
  path('M14 62 L62 34 L68 42 Q44 62 14 62', light) +
  line('M16 61 Q44 60 66 43', dark, 1) +
  path('M64 30 L86 16 Q92 20 88 26 L70 42 Z', main);

const mills: Shape = ({ main, dark, light }) =>
  repeat(2, (index) => {
    const x = index * 30;
    const fill = index === 0 ? main : dark;
    return (
      path(
        `M${26 + x} 80 L${29 + x} 44 Q${24 + x} 40 ${28 + x} 34 H${42 + x} Q${46 + x} 40 ${41 + x} 44 L${44 + x} 80 Z`,
        fill,
      ) +
      disc(35 + x, 27, 7, 7, fill) +
      line(`M${30 + x} 50 L${29 + x} 74`, light, 1.5)
    );
  });

const mortar: Shape = ({ main, dark, light }) =>
  line('M58 46 L80 18', dark, 7) +
  path('M22 46 H78 Q76 72 60 76 V82 H40 V76 Q24 72 22 46', main) +
  disc(50, 46, 28, 6, light);

const dishes: Shape = ({ main, dark, light }) =>
  disc(50, 62, 36, 16, dark) +
  path('M14 54 Q14 74 50 76 Q86 74 86 54 Z', main) +
  disc(50, 54, 36, 12, light) +
  disc(50, 55, 30, 9, dark) +
  repeat(9, (index) => line(`M${18 + index * 8} 60 V70`, light, 1));

const tin: Shape = ({ main, dark, light }) =>
  path('M14 46 L24 78 H76 L86 46 Z', main) +
  path('M14 46 L22 36 H78 L86 46 Z', dark) +
  path('M20 50 L28 74 H34 L28 50 Z', light);

const bowl: Shape = ({ main, dark, light }) =>
  path('M14 46 H86 Q82 80 50 80 Q18 80 14 46', main) +
  disc(50, 46, 36, 9, dark) +
  disc(50, 47, 30, 6, light) +
  rect(38, 79, 24, 4, dark, 2);

const bowls: Shape = ({ main, dark, light }) =>
  repeat(3, (index) => {
    const [width, y] = [72 - index * 16, 54 - index * 14];
    const fill = [main, light, dark][index] ?? main;
    const left = 50 - width / 2;
    return path(`M${left} ${y} h${width} q-4 30 -${width / 2} 30 q-${width / 2 - 4} 0 -${width / 2} -30`, fill);
  });

const rollingPin: Shape = ({ main, dark, light }) =>
  turned(
    -32,
    rect(6, 46, 14, 8, dark, 4) +
      rect(80, 46, 14, 8, dark, 4) +
      rect(20, 41, 60, 18, main, 5) +
      rect(24, 44, 52, 3, light, 1.5),
  );

const plate: Shape = ({ main, dark, light }) =>
  disc(50, 54, 38, 30, dark) + disc(50, 52, 38, 30, main) + disc(50, 53, 25, 19, light) + disc(50, 52, 23, 17, main);

const servers: Shape = ({ main, dark, light }) =>
  line('M36 46 L30 86', main, 5) +
  disc(38, 32, 9, 15, main) +
  line('M64 46 L70 86', dark, 5) +
  disc(62, 32, 9, 15, dark) +
  line('M59 22 V34 M65 22 V34', light, 2);

const cakeStand: Shape = ({ main, dark, light }) =>
  disc(50, 82, 20, 4, dark) +
  path('M46 46 H54 L58 80 H42 Z', dark) +
  disc(50, 46, 38, 8, main) +
  disc(50, 44, 34, 5, light);

const cloth: Shape = ({ main, dark, light }) =>
  path('M18 30 L74 22 L84 74 L28 84 Z', main) +
  path('M28 84 L84 74 L82 66 L27 76 Z', dark) +
  repeat(4, (index) => line(`M${26 + index * 14} ${30 - index * 2} L${34 + index * 14} ${76 - index * 2}`, light, 1));

const lamp: Shape = ({ main, dark, light }) =>
  rect(48, 50, 4, 30, dark) +
  disc(50, 82, 18, 4, dark) +
  path('M36 18 H64 L76 52 H24 Z', main) +
  path('M38 20 H44 L36 50 H28 Z', light);

const readingLamp: Shape = ({ main, dark, light }) =>
  disc(38, 84, 18, 4, dark) +
  line('M38 82 L30 52 L58 28', dark, 3) +
  disc(30, 52, 3, 3, light) +
  path('M54 18 L70 32 L86 46 L64 56 L48 34 Z', main) +
  path('M56 22 L66 31 L58 44 L50 34 Z', light);

const pendant: Shape = ({ main, dark, light }) =>
  line('M50 0 V36', dark, 1.5) +
  rect(46, 34, 8, 8, dark, 2) +
  path('M46 40 H54 Q82 46 84 72 H16 Q18 46 46 40', main) +
  disc(50, 72, 34, 5, light) +
  path('M30 54 Q24 60 22 69 H28 Q30 60 36 50 Z', light);

const paperLantern: Shape = ({ main, dark, light }) =>
  line('M50 0 V18', dark, 1.5) +
  disc(50, 52, 34, 32, main) +
  repeat(5, (index) =>
    line(
      `M${22 + Math.abs(2 - index) * 5} ${30 + index * 11} Q50 ${35 + index * 11} ${78 - Math.abs(2 - index) * 5} ${30 + index * 11}`,
      index % 2 === 0 ? dark : light,
      1,
    ),
  ) +
  rect(42, 17, 16, 5, dark, 1) +
  rect(42, 82, 16, 4, dark, 1);

const lantern: Shape = ({ main, dark, light }) =>
  line('M34 30 Q50 4 66 30', dark, 3) +
  path('M38 24 H62 L68 36 H32 Z', main) +
  rect(34, 36, 32, 38, light, 2) +
  path('M50 44 Q58 56 54 64 Q50 70 46 64 Q42 56 50 44', '#e8a33d') +
  line('M34 36 V74 M66 36 V74 M50 36 V42', dark, 2) +
  rect(28, 74, 44, 9, main, 3);

const candle: Shape = ({ main, dark, light }) =>
  path('M50 12 Q56 22 53 28 Q50 32 47 28 Q44 22 50 12', '#e8a33d') +
  rect(45, 30, 10, 34, light, 1) +
  path('M32 64 H68 Q68 72 54 72 V80 H66 V85 H34 V80 H46 V72 Q32 72 32 64', main) +
  line('M50 26 V31', dark, 1);

const candles: Shape = ({ main, dark, light }) =>
  repeat(
    6,
    (index) =>
      rect(20 + index * 10.5, 26, 8, 46, index % 2 === 0 ? main : light, 2) +
      line(`M${24 + index * 10.5} 20 V26`, dark, 1.2),
  ) + path('M14 58 H86 V82 H14 Z', dark);

const cushion: Shape = ({ main, dark, light }) =>
  path('M20 24 Q50 32 80 24 Q72 52 80 80 Q50 72 20 80 Q28 52 20 24', main) +
  path('M24 30 Q50 36 70 32 Q46 40 30 70 Q32 48 24 30', light) +
  line('M20 24 Q50 32 80 24 Q72 52 80 80 Q50 72 20 80 Q28 52 20 24', dark, 1.5);

const bolster: Shape = ({ main, dark, light }) =>
  rect(16, 40, 66, 30, main, 10) + disc(18, 55, 9, 15, dark) + disc(18, 55, 4, 7, main) + rect(30, 45, 46, 4, light, 2);

const blanket: Shape = ({ main, dark, light }) =>
  repeat(
    3,
    (index) =>
      rect(18, 62 - index * 14, 64, 16, index % 2 === 0 ? main : dark, 7) + rect(24, 66 - index * 14, 52, 2, light, 1),
  ) + repeat(13, (index) => line(`M${21 + index * 5} 78 V84`, main, 1.2));

const quilt: Shape = ({ main, dark, light }) =>
  repeat(16, (index) => {
    const [x, y] = [18 + (index % 4) * 16, 18 + Math.floor(index / 4) * 16];
    const fill = [main, light, dark][(index + Math.floor(index / 4)) % 3] ?? main;
    return rect(x, y, 16, 16, fill) + path(`M${x} ${y} h16 l-16 16 Z`, [light, dark, main][index % 3] ?? light);
  });

const basket: Shape = ({ main, dark, light }) =>
  line('M26 44 C28 8 72 8 74 44', dark, 4) +
  path('M16 44 H84 L76 82 H24 Z', main) +
  repeat(4, (index) =>
    line(`M${19 + index * 2} ${51 + index * 8} H${81 - index * 2}`, index % 2 === 0 ? dark : light, 1.5),
  ) +
  repeat(7, (index) => line(`M${24 + index * 9} 44 L${28 + index * 7.5} 82`, dark, 0.8)) +
  rect(14, 41, 72, 6, dark, 3);

const jar: Shape = ({ main, dark, light }) =>
  rect(34, 18, 32, 12, dark, 4) +
  path('M32 30 H68 Q76 34 76 42 V76 Q76 84 68 84 H32 Q24 84 24 76 V42 Q24 34 32 30', main) +
  rect(36, 48, 28, 18, light, 2) +
  rect(28, 40, 4, 36, light, 2);

const box: Shape = ({ main, dark, light }) =>
  path('M18 46 Q18 30 34 30 H66 Q82 30 82 46 V48 H18 Z', dark) +
  rect(16, 48, 68, 32, main, 4) +
  rect(42, 44, 16, 7, light, 3) +
  rect(22, 54, 4, 20, light, 2);

const hook: Shape = ({ main, dark, light }) =>
  rect(34, 16, 32, 44, main, 5) +
  disc(50, 24, 2.5, 2.5, dark) +
  disc(50, 52, 2.5, 2.5, dark) +
  line('M50 38 V62 Q50 80 66 78 Q74 76 72 66', dark, 5) +
  rect(38, 20, 3, 36, light, 1.5);

const planter: Shape = ({ main, dark, light }) =>
  path(
    'M50 52 Q30 40 34 16 Q50 28 50 52 M50 52 Q70 38 64 14 Q50 28 50 52 M50 52 Q22 50 18 34 Q40 34 50 52 M50 52 Q80 50 82 32 Q60 34 50 52',
    '#5b8254',
  ) +
  rect(24, 50, 52, 9, dark, 2) +
  path('M28 59 H72 L66 86 H34 Z', main) +
  path('M32 61 H38 L41 83 H37 Z', light);

const wateringCan: Shape = ({ main, dark, light }) =>
  line('M46 42 C50 12 84 22 72 62', dark, 4) +
  path('M38 54 L12 30 L8 36 L36 72 Z', dark) +
  path('M34 42 H72 L76 82 H32 Z', main) +
  disc(53, 42, 19, 4, dark) +
  rect(38, 50, 4, 26, light, 2);

const trowel: Shape = ({ main, dark, light }) =>
  turned(
    40,
    path('M40 46 H60 Q60 74 50 90 Q40 74 40 46', light) +
      line('M50 46 V84', dark, 1) +
      rect(48, 32, 4, 16, dark) +
      rect(45, 6, 10, 28, main, 5),
  );

const secateurs: Shape = ({ main, dark, light }) =>
  path('M50 48 Q36 30 40 10 Q54 24 56 44 Z', light) +
  path('M50 48 Q66 32 60 12 Q50 26 46 44 Z', dark) +
  line('M48 48 Q30 62 36 88', main, 7) +
  line('M52 48 Q70 62 64 88', main, 7) +
  disc(50, 47, 4, 4, dark);

const feeder: Shape = ({ main, dark, light }) =>
  line('M50 4 V16', dark, 1.5) +
  path('M50 14 L82 40 H18 Z', dark) +
  rect(28, 40, 44, 34, main, 2) +
  rect(36, 46, 28, 22, light, 2) +
  rect(18, 74, 64, 7, dark, 3) +
  disc(50, 60, 10, 5, '#c79b4b');

const twine: Shape = ({ main, dark, light }) =>
  disc(50, 54, 30, 28, main) +
  repeat(7, (index) =>
    line(
      `M${24 + index * 4} ${40 + index * 2} Q50 ${22 + index * 9} ${78 - index * 3} ${48 + index * 4}`,
      index % 2 === 0 ? dark : light,
      1.6,
    ),
  ) +
  line('M76 66 Q92 76 84 90', main, 2);

const notebook: Shape = ({ main, dark, light }) =>
  rect(30, 18, 48, 66, '#f4efe4', 3) +
  rect(26, 16, 48, 66, main, 4) +
  rect(26, 16, 9, 66, dark, 3) +
  rect(44, 30, 22, 12, light, 2) +
  line('M68 16 V82', dark, 1.5);

const pen: Shape = ({ main, dark, light }) =>
  turned(
    42,
    rect(45, 4, 10, 34, dark, 4) +
      rect(53, 8, 3, 22, light, 1.5) +
      rect(45, 38, 10, 36, main, 2) +
      path('M46 74 H54 L50 94 Z', '#d8b45a'),
  );

const ink: Shape = ({ main, dark, light }) =>
  rect(40, 20, 20, 16, dark, 3) +
  path('M36 36 H64 L78 52 V78 Q78 84 72 84 H28 Q22 84 22 78 V52 Z', main) +
  rect(34, 56, 32, 16, '#f4efe4', 2) +
  path('M28 54 L36 42 H40 L32 56 V78 H28 Z', light);

const penCase: Shape = ({ main, dark, light }) =>
  turned(-18, rect(10, 38, 80, 26, main, 8) + line('M16 46 H84', dark, 1.5) + rect(74, 43, 10, 6, light, 2));

const tray: Shape = ({ main, dark, light }) =>
  path('M10 66 L24 38 H76 L90 66 Z', main) +
  path('M10 66 H90 V76 H10 Z', dark) +
  path('M22 62 L31 44 H69 L78 62 Z', light);

const paper: Shape = ({ main, dark, light }) =>
  rect(24, 14, 44, 58, light, 1) +
  repeat(4, (index) => line(`M30 ${26 + index * 9} H62`, main, 1)) +
  path('M32 52 H84 V86 H32 Z', main) +
  path('M32 52 L58 72 L84 52 Z', dark);

const book: Shape = ({ main, dark, light }) =>
  rect(22, 12, 56, 74, dark, 6) +
  rect(26, 18, 48, 62, '#f4efe4', 2) +
  rect(26, 18, 48, 24, main, 2) +
  repeat(4, (index) => line(`M32 ${52 + index * 7} H68`, light, 1.6));

/** What each product looks like, by a part of its name; and its colour, where it has no choice of colours. */
export const looks: readonly (readonly [namePart: string, shape: Shape, colour?: string])[] = [
  ['Espresso cups', cups, '#e9e2d3'],
  ['Enamel camping mug', mug],
  ['mug', mug],
  ['tumbler', carafe, '#4f6d7a'],
  ['water glasses', glass, '#b9d6d8'],
  ['wine glass', wineGlass, '#7d2b3f'],
  ['Carafe', carafe, '#b9d6d8'],
  ['teapot', teapot, '#3b3f44'],
  ['strainer', spoons, '#a9afb4'],
  ['kettle', kettle, '#b5362c'],
  ['frying pan', pan, '#4a4d52'],
  ['saucepan', pot, '#b8693b'],
  ['Casserole', pot, '#3f5a73'],
  ['spoons', spoons, '#b98d5a'],
  ['Chopping board', board, '#b98d5a'],
  ['knife', knife, '#5a3b28'],
  ['mills', mills, '#8a5a36'],
  ['Mortar', mortar, '#a7a59f'],
  ['brûlée', dishes, '#e4d9c4'],
  ['ramekins', dishes, '#f0ece2'],
  ['Loaf tin', tin, '#6d747b'],
  ['Proofing basket', bowl, '#c29a63'],
  ['Rolling pin', rollingPin, '#c29a63'],
  ['Mixing bowls', bowls, '#7a9a91'],
  ['Dinner plate', plate, '#d9d2c3'],
  ['Pasta bowl', bowl, '#d9d2c3'],
  ['salad servers', servers, '#8a6a3c'],
  ['Cake stand', cakeStand, '#e8e1d6'],
  ['napkins', cloth, '#b7a58c'],
  ['runner', cloth, '#8f9f8a'],
  ['Bedside lamp', lamp, '#d8b45a'],
  ['Reading lamp', readingLamp, '#2f3a40'],
  ['Pendant', pendant, '#c7a24e'],
  ['Paper lantern', paperLantern, '#f0e6d2'],
  ['Storm lantern', lantern, '#54616a'],
  ['Candle holder', candle, '#b08d57'],
  ['candles', candles, '#e2b04a'],
  ['bolster', bolster, '#6a4560'],
  ['cushion', cushion, '#9a6f52'],
  ['quilt', quilt, '#a9584a'],
  ['blanket', blanket, '#7f8a86'],
  ['throw', blanket, '#c9b79a'],
  ['Willow basket', basket, '#a67c4a'],
  ['Storage jar', jar, '#c8beac'],
  ['Bread bin', box, '#d8d0c0'],
  ['Coat hook', hook, '#b08d57'],
  ['planter', planter, '#b8653f'],
  ['Watering can', wateringCan, '#5f7f72'],
  ['trowel', trowel, '#8a5a36'],
  ['Secateurs', secateurs, '#a33b32'],
  ['feeder', feeder, '#8f6b45'],
  ['twine', twine, '#b6945c'],
  ['notebook', notebook, '#35536b'],
  ['Fountain pen', pen, '#23395b'],
  ['Ink bottle', ink, '#1f3a6d'],
  ['Pen case', penCase, '#7c5a3c'],
  ['Desk tray', tray, '#8a6a4a'],
  ['Letter paper', paper, '#d6c7b0'],
  ['e-book', book, '#6d4c6b'],
];
