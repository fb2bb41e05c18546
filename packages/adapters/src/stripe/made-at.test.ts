import { expect, it } from 'vitest';
import { uuidIds } from '../system/uuid-ids.js';
import { madeAt } from './made-at.js';

it('reads when an id was made out of the id', () => {
  const [before, id, after] = [Date.now(), uuidIds.next(), Date.now()];
  expect(madeAt(id)).toBeGreaterThanOrEqual(before);
  expect(madeAt(id)).toBeLessThanOrEqual(after);
  // The example of RFC 9562.
  expect(madeAt('017F22E2-79B0-7CC3-98C4-DC0C0C07398F')).toBe(Date.parse('2022-02-22T19:22:22.000Z'));
});

it.each(['', 'pi_1', '5c146b14-3c52-4afd-938a-375d0df1fbf6', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f '])(
  'reads nothing out of “%s”',
  (id) => {
    expect(madeAt(id)).toBeUndefined();
  },
);
