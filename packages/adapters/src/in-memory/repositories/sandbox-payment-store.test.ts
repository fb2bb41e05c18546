import { describe, expect, it } from 'vitest';
import { describeSandboxPaymentStoreContract } from '../../../contracts/sandbox-payment-store.js';
import { makeSandboxPaymentGateway } from '../../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { makeFakeClock } from '../fake-clock.js';
import { makeInMemoryOutboxFeed } from './outbox-feed.js';
import { makeInMemorySandboxPaymentStore } from './sandbox-payment-store.js';
import { makeSequentialIds } from '../sequential-ids.js';
import { createInMemoryStore } from '../store.js';

describeSandboxPaymentStoreContract('an in-memory store', async () => {
  const store = createInMemoryStore();
  const clock = makeFakeClock();
  return {
    store: makeInMemorySandboxPaymentStore({ store, ids: makeSequentialIds() }),
    feed: makeInMemoryOutboxFeed({ store, clock }),
    clock,
    dispose: async () => undefined,
  };
});

describe('an in-memory sandbox', () => {
  it('wakes the relay after each event that it raised, and after nothing else', async () => {
    const store = createInMemoryStore();
    const ids = makeSequentialIds();
    let woken = 0;
    const onEventsCommitted = (): void => {
      woken += 1;
    };
    const gateway = makeSandboxPaymentGateway({
      store: makeInMemorySandboxPaymentStore({ store, ids, onEventsCommitted }),
      ids,
      clock: makeFakeClock(),
      secrets: makeNodeSecrets({ key: 'a test' }),
      publicUrl: 'https://shop.example',
    });
    const amount = { amount: 100, currency: 'USD' };
    await gateway.startCardPayment({
      paymentId: 'p',
      orderId: 'o',
      orderNumber: 'n',
      amount,
      email: 'ada@shop.example',
    });
    expect(woken).toBe(0);
    await gateway.confirm('p', 'pm_card_visa');
    await gateway.confirm('p', 'pm_card_visa');
    expect(woken).toBe(1);
  });
});
