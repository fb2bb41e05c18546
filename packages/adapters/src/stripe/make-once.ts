import type { PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { setTimeout } from 'node:timers/promises';
import type { CallError, CallStripe } from './call-stripe.js';

/** Something that Stripe is to make, once. */
export type Making<T> = {
  /** From our own id of it, so that it is the same after a restart. At most 240 characters. */
  readonly key: string;
  /** Whether Stripe may have forgotten the key, which it keeps for a day: then it is looked for before it is made. */
  readonly lookFirst: boolean;
  /** Finds what was made before, by our own id in its metadata. What it answers is checked to be what is asked for. */
  readonly find: () => Promise<T | undefined>;
  readonly make: (idempotencyKey: string) => Promise<T>;
};

/** A key that Stripe answers with a kept error is of no use any more, and how many may end so for one thing. */
const keysAtMost = 5;
/** How often, and for how long each time, a request waits for another one with its key: three seconds in all. */
const waitsAtMost = 10;
const waitMs = 300;

/**
 * Makes it at Stripe, or finds it there. The same key is sent until Stripe is known to answer it with a kept 500, whose
 * effect nobody knows: only when looking then finds nothing is it made under the next key (`<key>.2`), which a second
 * process would come to as well.
 */
export const makeOnce = <T>(
  { call }: CallStripe,
  making: Making<T>,
): ResultAsync<T, PaymentRefused | PaymentsUnavailable> => new ResultAsync(attempt(call, making));

async function attempt<T>(
  call: CallStripe['call'],
  { key, lookFirst, find, make }: Making<T>,
): Promise<Result<T, PaymentRefused | PaymentsUnavailable>> {
  const look = (): ResultAsync<T | undefined, PaymentRefused | PaymentsUnavailable> => call(find).mapErr(plain);
  if (lookFirst) {
    const found = await look();
    if (found.isErr()) return err(found.error);
    if (found.value !== undefined) return ok(found.value);
  }
  for (let nth = 1; nth <= keysAtMost; nth += 1) {
    const made = await whileInUse(() => call(() => make(nth === 1 ? key : `${key}.${nth}`)));
    if (made.isOk()) return ok(made.value);
    if (made.error.type !== 'key-spent') return err(plain(made.error));
    const found = await look();
    if (found.isErr()) return err(found.error);
    if (found.value !== undefined) return ok(found.value);
    if (made.error.why === 'other-request') return err(plain(made.error));
  }
  return err({ type: 'payments.unavailable', retryAfterSeconds: 60 });
}

/** Of several processes that make the same thing, the others wait for the first. */
async function whileInUse<T>(ask: () => ResultAsync<T, CallError>): Promise<Result<T, CallError>> {
  for (let waits = 1; ; waits += 1) {
    const answer = await ask();
    if (answer.isOk() || answer.error.type !== 'key-in-use' || waits > waitsAtMost) return answer;
    await setTimeout(waitMs);
  }
}

/** A spent key, where no key of ours was sent or none is left. */
export const plain = (error: CallError): PaymentRefused | PaymentsUnavailable => {
  if (error.type === 'key-in-use') return { type: 'payments.unavailable', retryAfterSeconds: 1 };
  if (error.type !== 'key-spent') return error;
  return error.why === 'failed'
    ? { type: 'payments.unavailable', retryAfterSeconds: 3 }
    : { type: 'payment.refused', reason: 'idempotency_error' };
};
