import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeCollectedLog, type CollectedLog } from '../in-memory/collected-log.js';
import { systemClock } from '../system/system-clock.js';
import { makeCallStripe, type CallStripe } from './call-stripe.js';

let log: CollectedLog;
let calls: CallStripe;
beforeEach(() => {
  // The circuit reads the machine's clock: it stands still here, and nothing else does.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T09:30:00.000Z') });
  log = makeCollectedLog();
  calls = makeCallStripe({ clock: systemClock, log });
});
afterEach(() => {
  vi.useRealTimers();
});

const { errors } = Stripe;
const asStripe = (statusCode: number, facts: Record<string, unknown> = {}) =>
  errors.StripeError.generate({ statusCode, type: 'api_error', ...facts } as never);
const failWith = async (error: Error) => {
  const failing = async (): Promise<never> => {
    throw error;
  };
  return (await calls.call(failing))._unsafeUnwrapErr();
};
const away = new errors.StripeConnectionError({ message: 'connection lost', type: 'api_error' } as never);
const succeed = () => calls.call(() => Promise.resolve('answer'));
const messages = () => log.lines.map(({ level, message }) => `${level}: ${message}`);

describe('a call to Stripe', () => {
  it('answers what Stripe answers', async () => {
    expect((await succeed())._unsafeUnwrap()).toBe('answer');
    expect(calls.health().ok).toBe(true);
  });

  it.each([
    [
      'a declined card',
      402,
      { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
      'insufficient_funds',
    ],
    ['a rule', 400, { type: 'invalid_request_error', code: 'charge_already_refunded' }, 'charge_already_refunded'],
    ['what there is not', 404, { type: 'invalid_request_error', code: 'resource_missing' }, 'resource_missing'],
    ['a rule without a code', 400, { type: 'invalid_request_error' }, 'invalid_request_error'],
  ])('is refused for %s, with Stripe’s own word', async (_name, status, facts, reason) => {
    expect(await failWith(asStripe(status, facts))).toEqual({ type: 'payment.refused', reason });
    expect(calls.health().ok).toBe(true);
  });

  it('is unavailable for as long as Stripe says when there are too many', async () => {
    expect(await failWith(asStripe(429, { headers: { 'retry-after': '7' } }))).toEqual({
      type: 'payments.unavailable',
      retryAfterSeconds: 7,
    });
    expect(await failWith(asStripe(429, { headers: { 'retry-after': 'soon' } }))).toEqual({
      type: 'payments.unavailable',
      retryAfterSeconds: 3,
    });
    expect(await failWith(asStripe(429, { headers: { 'retry-after': '999999' } }))).toEqual({
      type: 'payments.unavailable',
      retryAfterSeconds: 3600,
    });
  });

  it('waits for another one with its key, and is unavailable for a second while another one is at the same', async () => {
    expect(await failWith(asStripe(409, { code: 'idempotency_key_in_use' }))).toEqual({ type: 'key-in-use' });
    expect(await failWith(asStripe(409, { code: 'lock_timeout' }))).toEqual({
      type: 'payments.unavailable',
      retryAfterSeconds: 1,
    });
  });

  it.each([401, 403])(
    'refuses no payment for a wrong key (%i), and says so loudly without showing it',
    async (status) => {
      const error = asStripe(status, { message: 'Invalid API Key provided: sk_test_abc', requestId: 'req_1' });
      expect(await failWith(error)).toMatchObject({ type: 'payments.unavailable' });
      expect(log.lines).toMatchObject([{ level: 'error', facts: { statusCode: status, requestId: 'req_1' } }]);
      expect(JSON.stringify(log.lines)).not.toContain('sk_test');
    },
  );

  it.each([
    ['a lost connection', away],
    ['a 500', asStripe(500)],
    ['a 503', asStripe(503)],
    ['an answer that is no JSON', new errors.StripeAPIError({ message: 'Invalid JSON received from the Stripe API' })],
  ])('is unavailable after %s', async (_name, error) => {
    expect(await failWith(error)).toEqual({ type: 'payments.unavailable', retryAfterSeconds: 3 });
    expect(calls.health().ok).toBe(false);
  });

  it('tells an error that Stripe only repeats, and a key that is another request’s', async () => {
    expect(await failWith(asStripe(500, { headers: { 'idempotent-replayed': 'true' } }))).toEqual({
      type: 'key-spent',
      why: 'failed',
    });
    expect(await failWith(asStripe(400, { type: 'idempotency_error' }))).toEqual({
      type: 'key-spent',
      why: 'other-request',
    });
  });

  it('lets a bug through as what it is', async () => {
    await expect(failWith(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('after five outages in a row', () => {
  const asked = vi.fn<() => Promise<never>>(async () => {
    throw away;
  });
  const ask = async () => (await calls.call(asked))._unsafeUnwrapErr();
  beforeEach(async () => {
    asked.mockClear();
    for (let outage = 0; outage < 5; outage += 1) await ask();
  });

  it('Stripe is not asked any more, and the answer says when it will be', async () => {
    expect(await ask()).toEqual({ type: 'payments.unavailable', retryAfterSeconds: 10 });
    vi.setSystemTime(Date.now() + 6_500);
    expect(await ask()).toEqual({ type: 'payments.unavailable', retryAfterSeconds: 4 });
    expect(asked).toHaveBeenCalledTimes(5);
    expect(messages()).toContain('error: Stripe is away: payments answer 503');
  });

  it('one call tries after ten seconds, and opens the way again when it works', async () => {
    vi.setSystemTime(Date.now() + 10_000);
    expect((await succeed()).isOk()).toBe(true);
    expect((await succeed()).isOk()).toBe(true);
    expect(messages().at(-1)).toBe('info: Stripe is back');
    expect(calls.health().ok).toBe(true);
  });

  it('or closes it for ten seconds more when it does not', async () => {
    vi.setSystemTime(Date.now() + 10_000);
    expect(await ask()).toEqual({ type: 'payments.unavailable', retryAfterSeconds: 10 });
    expect((await succeed())._unsafeUnwrapErr()).toEqual({ type: 'payments.unavailable', retryAfterSeconds: 10 });
    expect(asked).toHaveBeenCalledTimes(6);
  });
});

it('neither refusals nor limits count as outages, and an answer between them ends the row', async () => {
  for (let at = 0; at < 9; at += 1) {
    await failWith(away);
    await failWith(asStripe(404, { type: 'invalid_request_error', code: 'resource_missing' }));
    await failWith(asStripe(429));
  }
  expect((await succeed()).isOk()).toBe(true);
});
