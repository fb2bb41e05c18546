import { expect, it } from 'vitest';
import { demoProducts } from '../demo-products.js';
import { demoPictures } from './demo-pictures.js';
import { drawPicture } from './draw-picture.js';
import { looks } from './shapes.js';

it('draws each product of the demo shop, in each of its colours', () => {
  const pictures = [...demoPictures.values()].flat();
  expect(demoPictures.size).toBe(demoProducts.length + 1);
  expect([...demoPictures.values()].every((some) => some.length > 0)).toBe(true);
  const drawings = pictures.map(({ name, colour }) => drawPicture(name, colour));
  expect(new Set(drawings).size).toBe(pictures.length);
  for (const drawing of drawings) expect(drawing).not.toMatch(/NaN|undefined/u);
  expect(new Set(pictures.map(({ file }) => file)).size).toBe(pictures.length);
});

it('has no drawing that nothing looks like', () => {
  const names = [...demoPictures.keys()];
  const used = new Set(names.map((name) => looks.findIndex(([part]) => name.includes(part))));
  expect(looks.map(([part], index) => (used.has(index) ? undefined : part)).filter((part) => part)).toEqual([]);
});

it('refuses what it cannot draw', () => {
  expect(() => drawPicture('Bicycle')).toThrow('Bicycle');
  expect(() => drawPicture('Enamel camping mug', 'Octarine')).toThrow('Octarine');
});
