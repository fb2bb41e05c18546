import { makeInMemoryPasswordHasher } from '@cartwright/adapters/in-memory/password-hasher';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { expect, it } from 'vitest';
import { makeLogIn } from './log-in.js';

it('spends a password check on an unknown e-mail too, so that the time taken tells nothing', async () => {
  const ordinary = makeInMemoryPasswordHasher();
  const checked: (string | undefined)[] = [];
  const ids = makeSequentialIds();
  const logIn = makeLogIn({
    unitOfWork: makeInMemoryUnitOfWork({ store: createInMemoryStore(), ids, storeCurrency: 'USD' }),
    passwordHasher: {
      ...ordinary,
      verify: (password, hash) => {
        checked.push(hash);
        return ordinary.verify(password, hash);
      },
    },
    clock: makeFakeClock(),
    ids,
    secrets: makeNodeSecrets({ key: 'a key for tests alone' }),
    tokenIssuer: {
      issue: () => ({ accessToken: 'never issued', expiresIn: 1 }),
      verify: () => {
        throw new Error('signing in reads no access token');
      },
    },
  });
  await logIn({ email: 'nobody@example.org', password: 'a password' });
  expect(checked).toEqual([undefined]);
});
