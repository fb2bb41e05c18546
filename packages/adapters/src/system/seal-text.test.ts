import { expect, it } from 'vitest';
import { makeNodeSecrets } from './node-secrets.js';

const secrets = makeNodeSecrets({ key: 'a key' });

it('seals a text so that nobody reads it or changes it', () => {
  const sealed = secrets.seal('JBSWY3DPEHPK3PXP');
  expect(sealed).not.toContain('JBSWY3DPEHPK3PXP');
  expect(sealed).not.toBe(secrets.seal('JBSWY3DPEHPK3PXP'));
  expect(secrets.unseal(sealed)).toBe('JBSWY3DPEHPK3PXP');
  const changed = Buffer.from(sealed, 'base64url');
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(secrets.unseal(changed.toString('base64url'))).toBeUndefined();
  expect(secrets.unseal('')).toBeUndefined();
});

it('opens what was sealed with the key before, and nothing that another shop sealed', () => {
  const sealed = secrets.seal('text');
  expect(makeNodeSecrets({ key: 'new key', previousKey: 'a key' }).unseal(sealed)).toBe('text');
  expect(makeNodeSecrets({ key: 'new key' }).unseal(sealed)).toBeUndefined();
});

it('seals again, with the new key, only what was sealed with the key before', () => {
  const both = makeNodeSecrets({ key: 'new key', previousKey: 'a key' });
  const resealed = both.reseal(secrets.seal('text')) ?? '';
  expect(makeNodeSecrets({ key: 'new key' }).unseal(resealed)).toBe('text');
  expect(both.reseal(resealed)).toBeUndefined();
  expect(both.reseal(makeNodeSecrets({ key: 'of another shop' }).seal('text'))).toBeUndefined();
  expect(secrets.reseal(secrets.seal('text'))).toBeUndefined();
});
