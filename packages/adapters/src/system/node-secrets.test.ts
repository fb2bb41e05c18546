import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeNodeSecrets } from './node-secrets.js';

const secrets = makeNodeSecrets({ key: 'the key of this shop' });

describe('secrets', () => {
  it('are 256 random bits in base64url, never the same twice', () => {
    const made = Array.from({ length: 100 }, () => secrets.generate());
    for (const secret of made) {
      expect(secret).toMatch(/^[\w-]{43}$/u);
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    }
    expect(new Set(made).size).toBe(100);
  });

  it('are stored as their SHA-256', () => {
    expect(secrets.digest('cart token')).toBe(createHash('sha256').update('cart token').digest('base64url'));
  });

  it('are derived alike for one order each time, and for no other order', () => {
    expect(secrets.derive('order', 'order-1')).toMatch(/^[\w-]{43}$/u);
    expect(secrets.derive('order', 'order-1')).toBe(
      makeNodeSecrets({ key: 'the key of this shop' }).derive('order', 'order-1'),
    );
    expect(secrets.derive('order', 'order-1')).not.toBe(secrets.derive('order', 'order-2'));
  });

  it('are derived for one purpose and worth nothing for another', () => {
    expect(secrets.derive('download', 'order-1')).not.toBe(secrets.derive('order', 'order-1'));
  });

  it('cannot be derived by another shop', () => {
    expect(makeNodeSecrets({ key: 'another key' }).derive('order', 'order-1')).not.toBe(
      secrets.derive('order', 'order-1'),
    );
  });

  it('are derived with the new key and accepted from the old one, while one replaces the other', () => {
    const rotated = makeNodeSecrets({ key: 'another key', previousKey: 'the key of this shop' });
    const after = makeNodeSecrets({ key: 'another key' });
    const old = secrets.derive('order', 'order-1');
    expect(rotated.derive('order', 'order-1')).toBe(after.derive('order', 'order-1'));
    expect(rotated.isDerived('order', 'order-1', old)).toBe(true);
    expect(rotated.isDerived('order', 'order-2', old)).toBe(false);
    expect(rotated.isDerived('invoice', 'order-1', old)).toBe(false);
    expect(rotated.isDerived('order', 'order-1', rotated.derive('order', 'order-1'))).toBe(true);
    expect(after.isDerived('order', 'order-1', old)).toBe(false);
  });

  it('are derived again with the key of the first time, as long as the shop has it', () => {
    const old = secrets.derive('order', 'order-1');
    const rotated = makeNodeSecrets({ key: 'another key', previousKey: 'the key of this shop' });
    expect(rotated.derive('order', 'order-1', secrets.keyId)).toBe(old);
    const after = makeNodeSecrets({ key: 'another key' });
    expect(after.derive('order', 'order-1', secrets.keyId)).toBe(after.derive('order', 'order-1'));
    expect(secrets.keyId).not.toBe(after.keyId);
  });

  it('are equal when they are the same text, whatever the lengths compared', () => {
    expect(secrets.equal('token', 'token')).toBe(true);
    expect(secrets.equal('token', 'tokem')).toBe(false);
    expect(secrets.equal('token', 'token and more')).toBe(false);
    expect(secrets.equal('', 'token')).toBe(false);
  });
});
