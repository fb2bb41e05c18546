import type { Clock, Log, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType } from 'cockatiel';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { Stripe } from 'stripe';

/**
 * Stripe answers this key with something else than what is asked: an error that it keeps, or another request's answer.
 */
export type KeySpent = { readonly type: 'key-spent'; readonly why: 'failed' | 'other-request' };
/** Another request with the same key is at work. */
export type KeyInUse = { readonly type: 'key-in-use' };
export type CallError = PaymentRefused | PaymentsUnavailable | KeySpent | KeyInUse;

/** How calls have gone of late; known without a call. */
export type StripeHealth = { readonly ok: boolean; readonly latencyMs: number };

export type CallStripe = {
  /** Makes one call: refusals, outages and spent keys are answers, and anything else a bug. */
  readonly call: <T>(act: () => Promise<T>) => ResultAsync<T, CallError>;
  readonly health: () => StripeHealth;
};

/** Nobody answered, or not as Stripe would: a few in a row, and nobody is asked for a while. */
class Outage extends Error {}

const failuresInARow = 5;
const restMs = 10_000;
/**
 * Of an outage that has not opened the circuit yet, of a conflict, and of a key that somebody has to change, in
 * seconds.
 */
const soon = { outage: 3, conflict: 1, access: 60 } as const;

/**
 * A circuit around all calls: after five outages in a row the next are answered at once, for ten seconds, with the time
 * that is left of them; then one call tries.
 */
export function makeCallStripe({ clock, log }: { readonly clock: Clock; readonly log: Log }): CallStripe {
  const now = (): number => Date.parse(clock.now());
  const circuit = circuitBreaker(handleType(Outage), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: restMs,
  });
  let restedAt = 0;
  let health: StripeHealth = { ok: true, latencyMs: 0 };
  circuit.onBreak(() => {
    restedAt = now() + restMs;
    log.error({ restMs }, 'Stripe is away: payments answer 503');
  });
  circuit.onReset(() => log.info({}, 'Stripe is back'));

  const attempt = async <T>(act: () => Promise<T>): Promise<Result<T, CallError>> => {
    const from = performance.now();
    try {
      const answer = ok(await act());
      health = { ok: true, latencyMs: Math.round((performance.now() - from) * 10) / 10 };
      return answer;
    } catch (thrown) {
      const failure = failureOf(thrown, log);
      health = { ok: !(failure instanceof Outage), latencyMs: Math.round((performance.now() - from) * 10) / 10 };
      if (failure instanceof Outage) throw failure;
      return err(failure);
    }
  };
  return {
    health: () => health,
    call: (act) =>
      ResultAsync.fromPromise(
        circuit.execute(() => attempt(act)),
        (thrown): CallError => {
          if (thrown instanceof BrokenCircuitError) return unavailable((restedAt - now()) / 1000);
          if (thrown instanceof Outage) return unavailable(Math.max(soon.outage, (restedAt - now()) / 1000));
          throw thrown;
        },
      ).andThen((answer) => answer),
  };
}

/** https://docs.stripe.com/error-low-level says which errors are whose. */
function failureOf(thrown: unknown, log: Log): CallError | Outage {
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown;
  const { statusCode, code, requestId, headers } = thrown;
  if (thrown instanceof Stripe.errors.StripeIdempotencyError && statusCode === 400)
    return { type: 'key-spent', why: 'other-request' };
  if (code === 'idempotency_key_in_use') return { type: 'key-in-use' };
  if (statusCode === 409) return unavailable(soon.conflict);
  if (statusCode === 429 || thrown instanceof Stripe.errors.StripeRateLimitError)
    return unavailable(Number(headers?.['retry-after'] ?? soon.outage));
  if (statusCode === 401 || statusCode === 403) {
    // It is the shop's key that is wrong, not this payment: nothing is refused, and whoever runs the shop must hear of
    // it.
    log.error(
      { statusCode, code, requestId },
      'Stripe refuses STRIPE_SECRET_KEY: no payment works until that is mended',
    );
    return unavailable(soon.access);
  }
  if (statusCode !== undefined && statusCode < 500)
    return { type: 'payment.refused', reason: thrown.decline_code ?? code ?? thrown.rawType ?? 'refused' };
  log.warn({ statusCode, code, requestId, reason: thrown.message }, 'Stripe did not answer as it should');
  // Stripe keeps a 500 under the key and answers it again for a day: https://docs.stripe.com/api/idempotent_requests
  if (headers?.['idempotent-replayed'] === 'true') return { type: 'key-spent', why: 'failed' };
  return new Outage(thrown.message, { cause: thrown });
}

const unavailable = (seconds: number): PaymentsUnavailable => ({
  type: 'payments.unavailable',
  retryAfterSeconds: Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), 3600) : soon.outage,
});
