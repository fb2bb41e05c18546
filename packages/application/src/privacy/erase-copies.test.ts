import { mailboxes } from '@cartwright/adapters/system/mailboxes';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { okAsync } from 'neverthrow';
import { expect, it, vi } from 'vitest';
import { freshId, valueOf } from '../../contracts/sample-shop.js';
import { openShop } from '../../testing/shop-in-memory.js';
import type { Mailer } from '../ports/mailer.js';
import { makeEraseCopies } from './erase-copies.js';
import { mailboxDigest } from './erase-person.js';

it('recognises the mails of people who were erased before the signing secret was replaced', async () => {
  const { unitOfWork, clock, ids, log } = await openShop();
  const erased = mailboxDigest({ mailboxes, secrets: makeNodeSecrets({ key: 'a key' }) }, 'quirina@shop.example');
  const erasure = { id: freshId(), mailboxes: [erased], at: clock.now() };
  valueOf(await unitOfWork.run(({ personalData }) => personalData.addErasure(erasure)));
  const forget = vi.fn<Mailer['forget']>(() => okAsync(0));
  const secrets = makeNodeSecrets({ key: 'new key', previousKey: 'a key' });
  const deps = { unitOfWork, clock, ids, log, mailboxes, secrets, seller: { name: 'Mill', address: [] } };
  const mailer = { send: () => okAsync(undefined), forget };
  valueOf(await makeEraseCopies({ ...deps, mailer, storeCurrency: 'USD' })());
  const [isErased] = forget.mock.calls[0] ?? [];
  expect([isErased?.('quirina@shop.example'), isErased?.('else@shop.example')]).toEqual([true, false]);
});
