import { describe, expect, it } from 'vitest';
import { editDistance, mayBeMisspelt } from './edit-distance.js';

describe('typing errors', () => {
  it.each([
    ['lantern', 'lantern', 0],
    ['lantren', 'lantern', 1],
    ['lamp', 'lmap', 1],
    ['kichen', 'kitchen', 1],
    ['mugg', 'mug', 1],
    ['blanket', 'blakcet', 2],
    ['', 'mug', 3],
    ['mug', '', 3],
    ['ca', 'abc', 3],
  ])('between %s and %s are counted, two swapped letters as one', (from, to, errors) => {
    expect([editDistance(from, to), editDistance(to, from)]).toEqual([errors, errors]);
  });

  it.each([
    ['mag', 'mug', false],
    ['lmap', 'lamp', true],
    ['mugg', 'mug', true],
    ['sofa', 'soft', false],
    ['kichen', 'kitchen', true],
    ['lintorn', 'lantern', false],
    ['umbrlelas', 'umbrella', true],
    ['ab12', 'ab21', false],
  ])('make %s of %s: %s', (word, from, may) => {
    expect(mayBeMisspelt(word, from)).toBe(may);
  });
});
