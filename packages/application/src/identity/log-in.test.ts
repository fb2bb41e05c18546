import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeInMemoryPasswordHasher } from '@cartwright/adapters/in-memory/password-hasher';
import { makeInMemoryRateLimiter } from '@cartwright/adapters/in-memory/rate-limiter';
import { makeInMemorySessionReader } from '@cartwright/adapters/in-memory/read-models/session-reader';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { mailboxes } from '@cartwright/adapters/system/mailboxes';
import { makeOneTimePasswords } from '@cartwright/adapters/otpauth/one-time-passwords';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { okAsync } from 'neverthrow';
import { expect, it } from 'vitest';
import { makeLogIn } from './log-in.js';

it('spends a password check on an unknown e-mail too, so that the time taken tells nothing', async () => {
  const ordinary = makeInMemoryPasswordHasher();
  const checked: (string | undefined)[] = [];
  const ids = makeSequentialIds();
  const clock = makeFakeClock();
  const store = createInMemoryStore();
  const logIn = makeLogIn({
    unitOfWork: makeInMemoryUnitOfWork({ store, ids }),
    passwordHasher: {
      ...ordinary,
      verify: (password, hash) => {
        checked.push(hash);
        return ordinary.verify(password, hash);
      },
    },
    clock,
    log: makeCollectedLog(),
    noteSecurityEvent: () => okAsync(undefined),
    mailboxes,
    rateLimiter: makeInMemoryRateLimiter({ clock }),
    sessionReader: makeInMemorySessionReader({ store }),
    oneTimePasswords: makeOneTimePasswords({ issuer: 'Shop' }),
    ids,
    secrets: makeNodeSecrets({ key: 'a key for tests only' }),
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
