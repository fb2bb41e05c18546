import { StripeFailure } from './stripe-failure.js';

export type StandInResponse = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Entry = { readonly request: string; answer?: StandInResponse };

/**
 * Stripe's rules for `Idempotency-Key` (https://docs.stripe.com/api/idempotent_requests): the first answer is kept,
 * whether it succeeded or failed, a 500 too; refusals from before the operation began are not.
 */
export type IdempotentResponses = {
  /**
   * @returns the kept answer, if there is one; else the key is in use until `finish`
   * @throws StripeFailure 400 for other parameters, 409 while the first request is at work
   */
  readonly begin: (key: string, request: string) => StandInResponse | undefined;
  /** `undefined` keeps nothing: the key is as if it had never been used. */
  readonly finish: (key: string, answer: StandInResponse | undefined) => void;
  /** What Stripe does once keys are a day old. */
  readonly forget: () => void;
};

export function makeIdempotentResponses(): IdempotentResponses {
  const entries = new Map<string, Entry>();
  return {
    begin: (key, request) => {
      const entry = entries.get(key);
      if (entry === undefined) {
        entries.set(key, { request });
        return undefined;
      }
      if (entry.answer === undefined) {
        const message = `There is currently another in-progress request using this Idempotent Key: ${key}`;
        throw new StripeFailure(
          409,
          { type: 'idempotency_error', code: 'idempotency_key_in_use', message },
          { isKept: false },
        );
      }
      if (entry.request !== request) {
        const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
        throw new StripeFailure(400, { type: 'idempotency_error', message }, { isKept: false });
      }
      return { ...entry.answer, headers: { ...entry.answer.headers, 'Idempotent-Replayed': 'true' } };
    },
    finish: (key, answer) => {
      const entry = entries.get(key);
      if (entry === undefined) return;
      if (answer === undefined) entries.delete(key);
      else entry.answer = answer;
    },
    forget: () => {
      for (const [key, { answer }] of entries) if (answer !== undefined) entries.delete(key);
    },
  };
}
