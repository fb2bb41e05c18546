import type { Clock, Log, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType } from 'cockatiel';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { Stripe } from 'stripe';

/**
 * Stripe replays another result under this key: a stored error, or the response to another request.
 */
export type KeySpent = { readonly type: 'key-spent'; readonly why: 'failed' | 'other-request' };
/** Another request with the same key is running. */
export type KeyInUse = { readonly type: 'key-in-use' };
export type CallError = PaymentRefused | PaymentsUnavailable | KeySpent | KeyInUse;

/** The state of recent calls, known without a call. */
export type StripeHealth = { readonly ok: boolean; readonly latencyMs: number };

export type CallStripe = {
  /** Makes one call: refusals, outages and spent keys are returned; any other error is a bug. */
  readonly call: <T>(act: () => Promise<T>) => ResultAsync<T, CallError>;
  readonly health: () => StripeHealth;
};

/** The consequences that the log states: while Stripe is away, and while it refuses the secret key. */
export type Effects = { readonly away: string; readonly refused: string };
const ofPayments: Effects = {
  away: 'Stripe is away: payments answer 503',
  refused: 'all payments fail until it is corrected',
};

/** No response, or not one of Stripe. A few in a row open the circuit. */
class Outage extends Error {}

const failuresInARow = 5;
const restMs = 10_000;
/**
 * `Retry-After` of an outage that has not opened the circuit, of a conflict, and of a wrong secret key, in
 * seconds.
 */
const soon = { outage: 3, conflict: 1, access: 60 } as const;

/**
 * A circuit breaker around all calls: after five outages in a row, calls fail at once for ten seconds, with the time
 * left; then one call is tried.
 */
export function makeCallStripe({
  clock,
  log,
  effects = ofPayments,
}: {
  readonly clock: Clock;
  readonly log: Log;
  readonly effects?: Effects;
}): CallStripe {
  const now = (): number => Date.parse(clock.now());
  const circuit = circuitBreaker(handleType(Outage), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: restMs,
  });
  let restedAt = 0;
  let health: StripeHealth = { ok: true, latencyMs: 0 };
  circuit.onBreak(() => {
    restedAt = now() + restMs;
    log.error({ restMs }, effects.away);
  });
  circuit.onReset(() => log.info({}, 'Stripe is back'));

  const attempt = async <T>(act: () => Promise<T>): Promise<Result<T, CallError>> => {
    const from = performance.now();
    try {
      const answer = ok(await act());
      health = { ok: true, latencyMs: Math.round((performance.now() - from) * 10) / 10 };
      return answer;
    } catch (thrown) {
      const failure = failureOf(thrown, log, effects);
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

/** Errors: https://docs.stripe.com/error-low-level */
function failureOf(thrown: unknown, log: Log, effects: Effects): CallError | Outage {
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown;
  const { statusCode, code, requestId, headers } = thrown;
  if (thrown instanceof Stripe.errors.StripeIdempotencyError && statusCode === 400)
    return { type: 'key-spent', why: 'other-request' };
  if (code === 'idempotency_key_in_use') return { type: 'key-in-use' };
  if (statusCode === 409) return unavailable(soon.conflict);
  if (statusCode === 429 || thrown instanceof Stripe.errors.StripeRateLimitError)
    return unavailable(Number(headers?.['retry-after'] ?? soon.outage));
  if (statusCode === 401 || statusCode === 403) {
    // The secret key of the shop is wrong, not this payment: it is an outage, logged as an error for the operator of
    // the shop.
    log.error({ statusCode, code, requestId }, `Stripe refuses STRIPE_SECRET_KEY: ${effects.refused}`);
    return unavailable(soon.access);
  }
  if (statusCode !== undefined && statusCode < 500)
    return { type: 'payment.refused', reason: thrown.decline_code ?? code ?? thrown.rawType ?? 'refused' };
  log.warn({ statusCode, code, requestId, reason: thrown.message }, 'unexpected response from Stripe');
  // Stripe replays a 500 under its key for a day: https://docs.stripe.com/api/idempotent_requests
  if (headers?.['idempotent-replayed'] === 'true') return { type: 'key-spent', why: 'failed' };
  return new Outage(thrown.message, { cause: thrown });
}

const unavailable = (seconds: number): PaymentsUnavailable => ({
  type: 'payments.unavailable',
  retryAfterSeconds: Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), 3600) : soon.outage,
});
