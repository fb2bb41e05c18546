import { describePasswordHasherContract } from '@cartwright/application/contracts/password-hasher';
import { describe, expect, it } from 'vitest';
import { makeArgon2PasswordHasher } from './argon2-password-hasher.js';

describePasswordHasherContract('Argon2', () => makeArgon2PasswordHasher());

describe('an Argon2 hash', () => {
  it("is made with OWASP's parameters", async () => {
    const hash = (await makeArgon2PasswordHasher().hash('correct horse'))._unsafeUnwrap();
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  });

  it.each([
    ['less memory', '$argon2id$v=19$m=8192,t=2,p=1$c2FsdHNhbHQ$aGFzaA', true],
    ['fewer passes', '$argon2id$v=19$m=19456,t=1,p=1$c2FsdHNhbHQ$aGFzaA', true],
    ['another algorithm', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA', true],
    ['the same parameters', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA', false],
    ['more memory', '$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHQ$aGFzaA', false],
  ])('made with %s is known for outdated or not', (_what, known, isOutdated) => {
    expect(makeArgon2PasswordHasher().isOutdated(known)).toBe(isOutdated);
  });

  it('is computed for somebody unknown too, so that the time taken does not tell who is known', async () => {
    const hasher = makeArgon2PasswordHasher();
    const hash = (await hasher.hash('correct horse'))._unsafeUnwrap();
    const least = async (work: () => PromiseLike<boolean>): Promise<number> => {
      const times: number[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) {
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
      return Math.min(...times);
    };
    const wrong = await least(async () => (await hasher.verify('wrong', hash))._unsafeUnwrap());
    const unknown = await least(async () => (await hasher.verify('wrong', undefined))._unsafeUnwrap());
    // Skipping the work would take a thousandth; a busy machine makes neither seven times slower seven times over.
    expect(unknown).toBeGreaterThan(wrong / 7);
    expect(unknown).toBeLessThan(wrong * 7);
  });
});
