/**
 * A stand-in for Stripe over HTTP, for tests. Requests are checked against Stripe's own schemas, and responses are made
 * from Stripe's own sample resources (see `data/README.md`). It stores payment intents, checkout sessions, charges,
 * refunds, disputes, events, products and prices, pages lists, honours idempotency keys as Stripe does (a stored 500
 * too), and signs webhooks.
 *
 * `startStripeStandIn` runs it in this process, `spawnStripeStandIn` in one of its own. Both answer the same controls:
 *
 * - Customers and banks: `pay`, `decline`, `payLater` then `settle` (methods that take days), of a card payment's id
 *   (`pi_…`) or a page's (`cs_…`), answer what came of it, `closed` where nobody can pay any more; `openDispute`,
 *   `closeDispute`; `refundByHand`; `setRefundsBegin('pending')` then `settleRefund`, which also fails refunds that had
 *   succeeded. `setProductByHand`, `setPriceByHand`, `deleteProductByHand`: what somebody does in the dashboard.
 * - What Stripe knows: `paymentIntents`, `sessions`, `charges`, `refunds`, `disputes`, `events`, `products`,
 *   `prices`, `requests`.
 * - Webhooks: `setWebhookUrl`; they are held until `deliver` (again for a duplicate, or with a wrong or old signature)
 *   or
 *   `deliverPending` ('reversed' for disorder); `setDelivery('at-once')` sends each as it happens, once: what the shop
 *   did not answer with 2xx stays in `pendingEvents`. `deliveriesDone` waits for those under way.
 * - Faults: `fail({ operation, when, how, times })` with `operation` such as 'POST /v1/refunds' or
 *   'POST /v1/payment_intents/{id}/cancel' or '*', `when` 'before' or 'after' the effect, `how` 'timeout', 'drop', 500,
 *   429, 409, or 'kill' with a `pid`. `hold` stops the next such request at that moment, its key in use: `reached`
 *   resolves when it is there, `release` lets it go on. `setReachable(false)` drops every connection. `forgetKeys` is
 *   Stripe after a day, `advance` moves its clock, which otherwise is the machine's.
 *
 * @example
 * const stripe = await startStripeStandIn();
 * const gateway = makeStripePaymentGateway({ secretKey: stripe.secretKey, apiBase: stripe.url, … });
 * await stripe.fail({ operation: 'POST /v1/refunds', when: 'after', how: 'timeout' });
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { callControl, controlsBy, makeControls, type StripeControls } from './controls.js';
import { makeFaults } from './faults.js';
import { makeIdempotentResponses, type StandInResponse } from './idempotent-responses.js';
import { serveStripe, type SeenRequest } from './serve-stripe.js';
import { openAccount } from './stripe-account.js';
import { apiVersions } from './stripe-data.js';
import { makeDeliveries } from './webhook-deliveries.js';

export type StripeStandIn = StripeControls & {
  /** Where it listens, as the setting STRIPE_API_BASE takes it. */
  readonly url: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Of its process; a test's own when it runs in it. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

export type StripeStandInOptions = {
  readonly port?: number;
  /** `sk_live_…` makes everything livemode. */
  readonly secretKey?: string;
  readonly webhookSecret?: string;
};

const defaults = { secretKey: 'sk_test_of_the_stand_in', webhookSecret: 'whsec_of_the_stand_in' };

/** Starts it in this process. `now` replaces the machine's clock, in milliseconds. */
export async function startStripeStandIn(
  options: StripeStandInOptions & { readonly now?: () => number } = {},
): Promise<StripeStandIn> {
  const { secretKey, webhookSecret } = { ...defaults, ...options };
  let ahead = 0;
  const now = (): number => (options.now ?? Date.now)() + ahead;
  const deliveries = makeDeliveries({ secret: webhookSecret, seconds: () => Math.floor(now() / 1000) });
  const account = openAccount({
    now,
    livemode: secretKey.startsWith('sk_live_'),
    apiVersion: [...apiVersions()].at(-1) ?? '',
    onEvent: (event) => deliveries.add(event),
  });
  const seen: SeenRequest[] = [];
  const parts = {
    account,
    faults: makeFaults(),
    answers: makeIdempotentResponses(),
    seen,
    reachability: { isReachable: true },
  };
  const controls = makeControls({
    ...parts,
    deliveries,
    advance: (ms) => {
      ahead += ms;
    },
  });
  const control = async (request: { readonly url?: string | undefined }, body: string): Promise<StandInResponse> => {
    try {
      const answer = await callControl(
        controls,
        (request.url ?? '').replace('/_stand-in/', ''),
        JSON.parse(body) as unknown[],
      );
      return { status: 200, body: JSON.stringify({ answer }) };
    } catch (error) {
      return { status: 400, body: JSON.stringify({ refused: error instanceof Error ? error.message : String(error) }) };
    }
  };
  const server = serveStripe({ ...parts, secretKey, control });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    parts.faults.clear();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return standIn({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey,
    webhookSecret,
    pid: process.pid,
    stop,
    // A copy, as from another process: what tests hold does not change under them.
    call: async (name, given) => structuredClone(await callControl(controls, name, given)),
  });
}

/** Starts it in a process of its own, which ends with this one, or earlier by `stop`. */
export async function spawnStripeStandIn(options: StripeStandInOptions = {}): Promise<StripeStandIn> {
  const entry = fileURLToPath(new URL('stand-in-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, JSON.stringify({ ...defaults, ...options })], {
    // Where `tsx` is found.
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error(`the stand-in for Stripe did not start: ${words}`))),
  ])) as [string];
  const facts = JSON.parse(line) as {
    readonly url: string;
    readonly secretKey: string;
    readonly webhookSecret: string;
  };
  const call = async (name: string, given: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(`${facts.url}/_stand-in/${name}`, { method: 'POST', body: JSON.stringify(given) });
    const { answer, refused } = (await response.json()) as { readonly answer?: unknown; readonly refused?: string };
    if (refused !== undefined) throw new Error(refused);
    return answer;
  };
  return standIn({
    ...facts,
    pid: child.pid as number,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    call,
  });
}

type Facts = Pick<StripeStandIn, 'url' | 'secretKey' | 'webhookSecret' | 'pid' | 'stop'>;

const standIn = ({
  call,
  ...facts
}: Facts & { readonly call: (name: string, given: readonly unknown[]) => Promise<unknown> }): StripeStandIn => {
  const controls = controlsBy(call);
  return new Proxy(facts as StripeStandIn, {
    get: (own, name) =>
      name in own
        ? (own as unknown as Record<string | symbol, unknown>)[name]
        : (controls as unknown as Record<string | symbol, unknown>)[name],
  });
};
