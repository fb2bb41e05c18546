import { expect, it } from 'vitest';
import { displayNameOf } from './display-name.js';

it.each([
  ['Ada Lovelace', 'Ada L.'],
  ['  Ada   King  lovelace ', 'Ada L.'],
  ['Ada', 'Ada'],
  ['李 小龍', '李 小.'],
  ['ada@example.com', 'Customer'],
  ['Ada ada@example.com', 'Ada'],
  ['', 'Customer'],
])('calls %j %j', (name, shown) => {
  expect(displayNameOf(name)).toBe(shown);
});
