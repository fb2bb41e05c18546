import { describe, expect, it } from 'vitest';
import { makeSequentialIds } from './sequential-ids.js';

describe('sequential ids', () => {
  it('count up in the form of UUIDs of version 7, and so do order numbers', () => {
    const ids = makeSequentialIds();
    expect([ids.next(), ids.next()]).toEqual([
      '00000000-0000-7000-8000-000000000001',
      '00000000-0000-7000-8000-000000000002',
    ]);
    expect([ids.orderNumber(), ids.orderNumber()]).toEqual(['TEST-000001', 'TEST-000002']);
  });
});
