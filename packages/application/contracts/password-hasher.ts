import type { PasswordHasher } from '@cartwright/application';
import { describe, expect, it } from 'vitest';

/** What every `PasswordHasher` promises. */
export const describePasswordHasherContract = (name: string, makeSubject: () => PasswordHasher): void => {
  describe(`${name} as a password hasher`, () => {
    const hasher = makeSubject();

    it('accepts only the password of a hash', async () => {
      const hash = (await hasher.hash('correct horse'))._unsafeUnwrap();
      expect((await hasher.verify('correct horse', hash))._unsafeUnwrap()).toBe(true);
      expect((await hasher.verify('correct hors', hash))._unsafeUnwrap()).toBe(false);
      expect((await hasher.verify('', hash))._unsafeUnwrap()).toBe(false);
    });

    it('gives equal passwords different hashes, without the password itself', async () => {
      const [first, second] = [await hasher.hash('correct horse'), await hasher.hash('correct horse')];
      expect(first._unsafeUnwrap()).not.toBe(second._unsafeUnwrap());
      expect(first._unsafeUnwrap()).not.toContain('correct');
    });

    it('does not treat a new hash as outdated', async () => {
      expect(hasher.isOutdated((await hasher.hash('correct horse'))._unsafeUnwrap())).toBe(false);
    });

    it('accepts any text as a password', async () => {
      const password = `пароль 🐎 ${'long '.repeat(200)}`;
      const hash = (await hasher.hash(password))._unsafeUnwrap();
      expect((await hasher.verify(password, hash))._unsafeUnwrap()).toBe(true);
      expect((await hasher.verify(`${password}!`, hash))._unsafeUnwrap()).toBe(false);
    });

    it('refuses any password for an unknown e-mail', async () => {
      expect((await hasher.verify('correct horse', undefined))._unsafeUnwrap()).toBe(false);
      expect((await hasher.verify('', undefined))._unsafeUnwrap()).toBe(false);
    });
  });
};
