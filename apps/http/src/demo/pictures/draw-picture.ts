import { looks, type Shades } from './shapes.js';

/** Colours by the names that the demo shop gives them. */
export const colours: Readonly<Record<string, string>> = {
  Black: '#2f3033',
  Blue: '#2f4f7f',
  Burgundy: '#6d2436',
  Cream: '#e8dfc8',
  Forest: '#33533f',
  Green: '#3f7a53',
  Heather: '#8d7f9b',
  Ink: '#26344d',
  Moss: '#66743f',
  Mustard: '#c9992f',
  Natural: '#d3c3a3',
  Oat: '#d9cab0',
  Plum: '#64385a',
  Red: '#b5362c',
  Rust: '#a9502e',
  Sage: '#93a389',
  Sand: '#d6bf97',
  Slate: '#5b6872',
  Smoke: '#8c8f94',
  White: '#f1efe9',
};

/**
 * Draws a product as SVG: by its name, and in the colour of a variant where there are several.
 *
 * @example drawPicture('Enamel camping mug', 'Red') // '<svg …>'
 */
export function drawPicture(name: string, colour?: string): string {
  const look = looks.find(([part]) => name.includes(part));
  if (look === undefined) throw new Error(`nothing is drawn for '${name}'`);
  const [, shape, own = '#9a8f80'] = look;
  const main = colour === undefined ? own : colours[colour];
  if (main === undefined) throw new Error(`the colour '${colour}' is not known`);
  const [top, bottom] = lightness(main) > 200 ? ['#c9d3cf', '#aebbb6'] : ['#f6f1e7', '#e4dccb'];
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -10 124 124">',
    `<linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`,
    '<rect x="-12" y="-10" width="124" height="124" fill="url(#wall)"/>',
    '<ellipse cx="52" cy="88" rx="40" ry="6" fill="#000" opacity="0.12"/>',
    shape(shadesOf(main)),
    '</svg>',
  ].join('');
}

const channels = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const lightness = (colour: string): number => channels(colour).reduce((sum, channel) => sum + channel, 0) / 3;

/** The colour, and the same in shadow and in light. */
const shadesOf = (main: string): Shades => ({ main, dark: mixed(main, 0, 0.3), light: mixed(main, 255, 0.35) });

const mixed = (colour: string, towards: number, share: number): string =>
  `#${channels(colour)
    .map((channel) =>
      Math.round(channel + (towards - channel) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
