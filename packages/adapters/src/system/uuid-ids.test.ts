import { describe, expect, it } from 'vitest';
import { uuidIds } from './uuid-ids.js';

describe('ids', () => {
  it('are UUIDs of version 7', () => {
    expect(uuidIds.next()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  });

  it('sort in the order in which they were made, also within a millisecond', () => {
    const made = Array.from({ length: 5_000 }, () => uuidIds.next());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });
});

describe('order numbers', () => {
  const numbers = Array.from({ length: 2_000 }, () => uuidIds.orderNumber());

  it('are ten symbols that nobody mistakes for one another', () => {
    for (const number of numbers) expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{6}$/u);
  });

  it('use the whole alphabet and do not repeat', () => {
    expect(new Set(numbers.join('').replaceAll('-', '')).size).toBe(32);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('say nothing about how many orders there are', () => {
    expect([...numbers].sort()).not.toEqual(numbers);
  });
});
