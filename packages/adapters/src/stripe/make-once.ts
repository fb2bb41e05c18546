import type { PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { setTimeout } from 'node:timers/promises';
import type { CallError, CallStripe } from './call-stripe.js';

/** An object to create at Stripe, once. */
export type Making<T> = {
  /** Derived from our own id, so that it is the same after a restart. At most 240 characters. */
  readonly key: string;
  /** Whether Stripe may have dropped the key, which it stores for a day: then the object is looked up first. */
  readonly lookFirst: boolean;
  /** Finds an existing object by our own id in its metadata. The result is checked to match the request. */
  readonly find: () => Promise<T | undefined>;
  readonly make: (idempotencyKey: string) => Promise<T>;
};

/** Maximum keys for one object. A key with a stored error cannot be used again. */
const keysAtMost = 5;
/** How often and how long a request waits for another one with its key: three seconds in total. */
const waitsAtMost = 10;
const waitMs = 300;

/**
 * Creates an object at Stripe, or finds it there. The same key is sent until Stripe replays a stored 500 for it, whose
 * effect is unknown: only if a lookup then finds nothing is the object created under the next key (`<key>.2`). A second
 * process would use the same next key.
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

/** When several processes create the same object, the others wait for the first. */
async function whileInUse<T>(ask: () => ResultAsync<T, CallError>): Promise<Result<T, CallError>> {
  for (let waits = 1; ; waits += 1) {
    const answer = await ask();
    if (answer.isOk() || answer.error.type !== 'key-in-use' || waits > waitsAtMost) return answer;
    await setTimeout(waitMs);
  }
}

/** A spent key when no key was sent or none is left. */
export const plain = (error: CallError): PaymentRefused | PaymentsUnavailable => {
  if (error.type === 'key-in-use') return { type: 'payments.unavailable', retryAfterSeconds: 1 };
  if (error.type !== 'key-spent') return error;
  return error.why === 'failed'
    ? { type: 'payments.unavailable', retryAfterSeconds: 3 }
    : { type: 'payment.refused', reason: 'idempotency_error' };
};
