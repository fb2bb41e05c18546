import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** An event as PostHog gets it. */
export type CapturedEvent = {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** How the next requests end; `hang`: they are taken, and never answered. */
export type Outcome = number | 'hang';

/** A local PostHog: it takes batches at `/batch/`. */
export type PostHogDouble = {
  readonly url: string;
  /** Every event of every request that was taken, repeats included. */
  readonly requests: CapturedEvent[];
  /** Events as PostHog counts them: repeats of a uuid, name, person and day are one. */
  readonly events: () => readonly CapturedEvent[];
  readonly answer: (outcome: Outcome) => void;
  readonly stop: () => Promise<void>;
};

export async function startPostHogDouble(): Promise<PostHogDouble> {
  const requests: CapturedEvent[] = [];
  let outcome: Outcome = 200;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await buffer(request);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const { batch } = JSON.parse(text.toString()) as { readonly batch: readonly CapturedEvent[] };
    if (outcome === 200 || outcome === 'hang') requests.push(...batch);
    if (outcome === 'hang') return;
    response.writeHead(request.url === '/batch/' ? outcome : 404, { 'content-type': 'application/json' });
    response.end('{"status":1}');
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    events: () => [...new Map(requests.map((event) => [identityOf(event), event])).values()],
    answer: (next) => {
      outcome = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const identityOf = ({ uuid, event, distinct_id, timestamp }: CapturedEvent): string =>
  [uuid, event, distinct_id, timestamp.slice(0, 10)].join(' ');
