import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { expect, it } from 'vitest';
import { makeSignInAttempts } from './sign-in-attempt.js';

const clock = makeFakeClock();
const attemptsOf = (key: string, previousKey?: string) =>
  makeSignInAttempts({
    clock,
    secrets: makeNodeSecrets({ key, ...(previousKey === undefined ? {} : { previousKey }) }),
  });
const begun = { id: 'attempt-1', provider: 'google', returnUrl: 'https://shop.example' };

it('a sign-in that began before the signing secret was replaced ends with the same state, nonce and verifier', () => {
  const before = attemptsOf('a key');
  const { attempt } = before.write(begun);
  const after = attemptsOf('new key', 'a key');
  const read = after.read(attempt, 'google');
  expect(read).toMatchObject(begun);
  expect(read && after.secretsOf(read)).toEqual(before.secretsOf(begun));
  expect(after.secretsOf(begun)).not.toEqual(before.secretsOf(begun));
  expect(attemptsOf('new key').read(attempt, 'google')).toBeUndefined();
});
