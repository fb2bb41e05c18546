import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { findOperation, operate, readParameters, requireAdmission, type FoundOperation } from './respond-to-request.js';
import type { Parameters } from './check-parameters.js';
import { expireOldSessions } from './checkout-sessions.js';
import type { Fault, Faults } from './faults.js';
import type { StandInResponse, IdempotentResponses } from './idempotent-responses.js';
import { readForm } from './read-form.js';
import type { StripeAccount } from './stripe-account.js';
import { failureBody, StripeFailure } from './stripe-failure.js';

/** A request that Stripe was sent, and what it answered; `status` is 0 where it answered nothing. */
export type SeenRequest = {
  readonly operation: string;
  readonly id: string;
  readonly parameters: Parameters;
  readonly idempotencyKey?: string;
  readonly status: number;
  readonly replayed: boolean;
};

export type ServedParts = {
  readonly account: StripeAccount;
  readonly faults: Faults;
  readonly answers: IdempotentResponses;
  readonly secretKey: string;
  readonly seen: SeenRequest[];
  readonly reachability: { isReachable: boolean };
  /** Answers what begins with `/_stand-in/`, even while the provider is away. */
  readonly control: (request: IncomingMessage, body: string) => Promise<StandInResponse>;
};

/** Where an answer goes, or that there is none. */
type Outcome = StandInResponse | 'no answer' | 'drop';

/** The HTTP server of the stand-in, not listening yet. */
export function serveStripe(parts: ServedParts): Server {
  return createServer((request, response) => {
    void readBody(request).then(async (body) => {
      if (request.url?.startsWith('/_stand-in/') === true) return send(response, await parts.control(request, body));
      if (!parts.reachability.isReachable) return request.socket.destroy();
      const outcome = await handle(parts, request, body);
      if (outcome === 'drop') return request.socket.destroy();
      // Without an answer the connection stays open until the client gives up, or the stand-in stops.
      return outcome === 'no answer' ? undefined : send(response, outcome);
    });
  });
}

async function handle(parts: ServedParts, request: IncomingMessage, body: string): Promise<Outcome> {
  const url = new URL(request.url ?? '/', 'http://stripe');
  const key = request.method === 'POST' ? header(request, 'idempotency-key') : undefined;
  let operation: FoundOperation = { name: `${request.method ?? ''} ${url.pathname}`, id: '' };
  let parameters: Parameters = {};
  const note = (outcome: Outcome): Outcome => {
    const answer = typeof outcome === 'string' ? undefined : outcome;
    const replayed = answer?.headers?.['Idempotent-Replayed'] === 'true';
    parts.seen.push({
      operation: operation.name,
      id: operation.id,
      parameters,
      status: answer?.status ?? 0,
      replayed,
      ...(key === undefined ? {} : { idempotencyKey: key }),
    });
    return outcome;
  };
  try {
    requireAdmission(request.headers, parts.secretKey);
    operation = findOperation(request.method ?? '', url.pathname);
    expireOldSessions(parts.account);
    parameters = readParameters(operation, readForm(request.method === 'POST' ? body : url.search.slice(1)));
    const kept =
      key === undefined
        ? undefined
        : parts.answers.begin(key, `${operation.name} ${operation.id} ${JSON.stringify(parameters)}`);
    if (kept !== undefined) return note(kept);
  } catch (refused) {
    return note(failureOf(refused));
  }
  const pageUrl = `http://${request.headers.host ?? ''}`;
  const { outcome, keep } = await perform(parts, operation, () =>
    operate(parts.account, operation, parameters, pageUrl),
  );
  if (key !== undefined) parts.answers.finish(key, keep);
  await parts.faults.passHolds(operation.name, 'after');
  return note(outcome);
}

/**
 * Does the operation between its two moments, with the faults that tests have put there. `keep` goes under the
 * idempotency key.
 */
async function perform(
  { faults }: ServedParts,
  { name }: FoundOperation,
  act: () => object,
): Promise<{ readonly outcome: Outcome; readonly keep?: StandInResponse }> {
  await faults.passHolds(name, 'before');
  const before = faults.take(name, 'before');
  if (before !== undefined) return faulty(before, undefined);
  let done: StandInResponse;
  let isKept = true;
  try {
    done = { status: 200, body: JSON.stringify(act(), undefined, 2) };
  } catch (refused) {
    done = failureOf(refused);
    isKept = !(refused instanceof StripeFailure) || refused.isKept;
  }
  const after = faults.take(name, 'after');
  if (after !== undefined) return faulty(after, done);
  return isKept ? { outcome: done, keep: done } : { outcome: done };
}

function faulty(
  fault: Fault,
  done: StandInResponse | undefined,
): { readonly outcome: Outcome; readonly keep?: StandInResponse } {
  const kept = done === undefined ? {} : { keep: done };
  switch (fault.how) {
    case 'timeout':
      return { outcome: 'no answer', ...kept };
    case 'kill':
      if (fault.pid !== undefined) process.kill(fault.pid, 'SIGKILL');
      return { outcome: 'drop', ...kept };
    case 'drop':
      return { outcome: 'drop', ...kept };
    case 500: {
      const failed = failureOf(new Error('by the test'));
      return { outcome: failed, keep: failed };
    }
    case 429: {
      const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      const error = { type: 'rate_limit_error', code: 'rate_limit', message: 'Request rate limit exceeded.' };
      return { outcome: { status: 429, body: failureBody(error), headers }, ...kept };
    }
    case 409: {
      const error = {
        type: 'invalid_request_error',
        code: 'lock_timeout',
        message: 'This object cannot be accessed right now because another API request is accessing it.',
      };
      return { outcome: { status: 409, body: failureBody(error) }, ...kept };
    }
  }
}

/** What Stripe answers to whatever was thrown; a fault of the stand-in's own is said on a 500. */
function failureOf(refused: unknown): StandInResponse {
  if (refused instanceof StripeFailure)
    return { status: refused.status, body: failureBody(refused.error), headers: refused.headers };
  const reason = refused instanceof Error ? refused.message : String(refused);
  return { status: 500, body: failureBody({ type: 'api_error', message: `An unknown error occurred: ${reason}` }) };
}

function send(response: ServerResponse, { status, body, headers }: StandInResponse): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': `req_${randomBytes(7).toString('hex')}`,
    ...headers,
  });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};
