import type { PasswordHasher } from '@cartwright/application';
import { describe, expect, it } from 'vitest';

/** What every `PasswordHasher` promises. */
export const describePasswordHasherContract = (name: string, makeSubject: () => PasswordHasher): void => {
  describe(`${name} as a password hasher`, () => {
    const hasher = makeSubject();

    it('knows a password again by its hash, and no other', async () => {
      const hash = (await hasher.hash('correct horse'))._unsafeUnwrap();
      expect((await hasher.verify('correct horse', hash))._unsafeUnwrap()).toBe(true);
      expect((await hasher.verify('correct hors', hash))._unsafeUnwrap()).toBe(false);
      expect((await hasher.verify('', hash))._unsafeUnwrap()).toBe(false);
    });

    it('tells two people with one password apart, and shows it to nobody', async () => {
      const [first, second] = [await hasher.hash('correct horse'), await hasher.hash('correct horse')];
      expect(first._unsafeUnwrap()).not.toBe(second._unsafeUnwrap());
      expect(first._unsafeUnwrap()).not.toContain('correct');
    });

    it('takes no new hash for outdated', async () => {
      expect(hasher.isOutdated((await hasher.hash('correct horse'))._unsafeUnwrap())).toBe(false);
    });

    it('takes any text for a password', async () => {
      const password = `пароль 🐎 ${'long '.repeat(200)}`;
      const hash = (await hasher.hash(password))._unsafeUnwrap();
      expect((await hasher.verify(password, hash))._unsafeUnwrap()).toBe(true);
      expect((await hasher.verify(`${password}!`, hash))._unsafeUnwrap()).toBe(false);
    });

    it('lets nobody in whose e-mail is unknown', async () => {
      expect((await hasher.verify('correct horse', undefined))._unsafeUnwrap()).toBe(false);
      expect((await hasher.verify('', undefined))._unsafeUnwrap()).toBe(false);
    });
  });
};
