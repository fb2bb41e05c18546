import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type SentMessage = { readonly sid: string; readonly to: string; readonly from: string; readonly body: string };

/**
 * How the next request of a method ends: a status, or `hang`, which takes the request and never answers it.
 */
export type Outcome = number | 'hang';

/** A local Twilio: it takes messages and lists them. */
export type TwilioDouble = {
  readonly url: string;
  /** Every message that was taken. */
  readonly messages: SentMessage[];
  /** Requests so far, by method. */
  readonly requests: { GET: number; POST: number };
  readonly answer: (method: 'GET' | 'POST', outcome: Outcome) => void;
  readonly stop: () => Promise<void>;
};

export const accountSid = 'AC00000000000000000000000000000000';
const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;

export async function startTwilioDouble(): Promise<TwilioDouble> {
  const messages: SentMessage[] = [];
  const requests = { GET: 0, POST: 0 };
  const outcomes: Record<'GET' | 'POST', Outcome> = { GET: 200, POST: 201 };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const url = new URL(request.url ?? '', 'http://twilio');
    const form = new URLSearchParams(await text(request));
    requests[method] += 1;
    const outcome = url.pathname === path ? outcomes[method] : 404;
    if (method === 'POST' && (outcome === 201 || outcome === 'hang')) {
      const [to, from, body] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '') as [string, string, string];
      messages.unshift({ sid: `SM${messages.length}`, to, from, body });
    }
    if (outcome === 'hang') return;
    response.writeHead(outcome, { 'content-type': 'application/json' });
    if (outcome >= 400)
      response.end(JSON.stringify({ code: 21211, status: outcome, message: `Invalid ${form.get('To')}` }));
    else response.end(JSON.stringify(method === 'POST' ? messages[0] : listed(url.searchParams)));
  };
  const listed = (query: URLSearchParams) => ({
    messages: messages
      .filter(({ to, from }) => to === query.get('To') && from === query.get('From'))
      .slice(0, Number(query.get('PageSize'))),
    page: 0,
    page_size: Number(query.get('PageSize')),
    next_page_uri: null,
    uri: path,
  });
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    requests,
    answer: (method, outcome) => {
      outcomes[method] = outcome;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
