import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { createCart } from './cart.js';

describe('a new cart', () => {
  test('is empty and keeps its currency and customer', () => {
    expect(accepted(createCart({ id: 'cart-1', currency: 'EUR', customerId: 'ann' }))).toStrictEqual({
      id: 'cart-1',
      currency: 'EUR',
      customerId: 'ann',
      lines: [],
      couponCodes: [],
    });
  });

  test.each(['XAU', 'eur', 'constructor'])('is refused in the unknown currency %s', (currency) => {
    expect(refused(createCart({ id: 'cart-1', currency }))).toStrictEqual({ type: 'money.unknown-currency', currency });
  });
});
