import type { MirroredVariant, ProductMirror } from '@cartwright/application';
import { sampleVariant } from '@cartwright/application/contracts/product-mirror';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from '../../../testing/stripe-stand-in/start-stripe-stand-in.js';
import { makeCollectedLog } from '../../in-memory/collected-log.js';
import { systemClock } from '../../system/system-clock.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeStripeProductMirror } from './product-mirror.js';

let standIn: StripeStandIn;
let mirror: ProductMirror;
beforeEach(async () => {
  standIn = await startStripeStandIn();
  mirror = makeStripeProductMirror({
    secretKey: standIn.secretKey,
    apiBase: standIn.url,
    clock: systemClock,
    log: makeCollectedLog(),
    shopId: uuidIds.next(),
    requestsPerSecond: 100_000,
    retries: 0,
  });
});
afterEach(() => standIn.stop());

const usd = (amount: number) => ({ amount, currency: 'USD' });
const operations = ['POST /v1/products', 'POST /v1/prices', 'POST /v1/products/{id}', 'POST /v1/prices/{id}'];
const faults = (['before', 'after'] as const).flatMap((when) =>
  operations.flatMap((operation) =>
    (['drop', 500, 429, 409] as const).map((how) => [`${how} ${when} ${operation}`, { operation, when, how }] as const),
  ),
);

it.each(faults)('a variant is written once in spite of %s, also once keys are forgotten', async (_name, fault) => {
  const [red, blue] = [sampleVariant({ prices: [usd(1200)] }), sampleVariant({ prices: [usd(1200)] })];
  (await mirror.write(blue))._unsafeUnwrap();
  // Twice: the SDK sends again by itself what met a dropped connection.
  await standIn.fail({ ...fault, times: fault.how === 'drop' ? 2 : 1 });
  const untilWritten = async (variant: MirroredVariant, known?: string): Promise<void> => {
    for (let tries = 0; tries < 4; tries += 1) {
      const written = await mirror.write(variant, known);
      if (written.isOk()) return;
      expect(written.error).toMatchObject({ type: 'payments.unavailable' });
      await standIn.forgetKeys();
    }
    throw new Error('it stayed unavailable');
  };
  await untilWritten(red);
  await untilWritten({ ...blue, prices: [usd(1300)] }, blue.variantId);
  expect(new Set((await standIn.products()).map(({ id }) => id))).toEqual(new Set([red.variantId, blue.variantId]));
  expect(await standIn.products()).toHaveLength(2);
  const prices = (await standIn.prices()).map(({ unit_amount: amount, active }) => `${amount} ${active}`);
  expect(prices.toSorted()).toEqual(['1200 false', '1200 true', '1300 true']);
});
