import { expect, it } from 'vitest';
import { normaliseEmail } from './email-address.js';

it('knows one address however it is written', () => {
  expect(normaliseEmail('  Ada@Example.ORG\t')).toBe('ada@example.org');
  expect(normaliseEmail('ZOE\u0308@example.org')).toBe(normaliseEmail('zo\u00EB@example.org'));
  expect(normaliseEmail('H\u0331@example.org')).toBe(normaliseEmail('\u1E96@example.org'));
});

it('changes nothing of an address that it has normalised before, whatever letters it is made of', () => {
  const changed: string[] = [];
  for (let code = 0; code < 0x1_00_00; code += 1) {
    const letter = String.fromCodePoint(code);
    for (const address of [`${letter}@example.org`, `${letter}\u0331@example.org`]) {
      const once = normaliseEmail(address);
      if (normaliseEmail(once) !== once) changed.push(address);
    }
  }
  expect(changed).toEqual([]);
});
