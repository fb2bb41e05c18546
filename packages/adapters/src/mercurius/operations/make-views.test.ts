import { expect, it } from 'vitest';
import { makeViews } from './make-views.js';

class Letter {
  readonly text = 'Dear Ada';
  read = false;
  get length(): number {
    return this.text.length;
  }
  upper(): string {
    return this.text.toUpperCase();
  }
}

it('a view has members of its own and all others of its object, which it does not change', () => {
  const view = makeViews<Letter>();
  const letter = new Letter();
  const seen = view(letter, { text: 'Dear Eve' });
  expect([seen.text, seen.length, seen.read, seen.upper()]).toEqual(['Dear Eve', 8, false, 'DEAR EVE']);
  letter.read = true;
  expect(seen.read).toBe(true);
  seen.read = false;
  expect([letter.read, seen.read, letter.text]).toEqual([true, false, 'Dear Ada']);
  expect(view(new Letter(), { text: 'Dear Bob' }).read).toBe(false);
});
