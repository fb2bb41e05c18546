import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { makePublicAgent } from '../public-http/public-agent.js';
import { signatureHeaders } from './sign-message.js';
import { makeStandardWebhookSender } from './webhook-sender.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const message = { id: '019a9d2e-0000-7000-8000-0000000000e1', at: '2026-11-29T12:00:00.000Z', body: '{"a":1}', secret };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
}
const open = (options: { readonly allowsPrivate: boolean; readonly timeoutMs?: number }) => {
  const agent = makePublicAgent(options.allowsPrivate ? { isAllowed: () => true } : {});
  closers.push(() => agent.destroy());
  return makeStandardWebhookSender({ agent, ...options });
};

it('signs as the example of Standard Webhooks is signed', () => {
  const example = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: '2021-02-25T15:02:10.000Z', secret };
  expect(signatureHeaders({ ...example, body: '{"test": 2432232314}' })).toEqual({
    'webhook-id': example.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('sends the body with its signature, and returns the status of the response', async () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const url = await receiver((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(202).end('taken on');
    });
  });
  expect((await open({ allowsPrivate: true }).send({ ...message, url }))._unsafeUnwrap()).toEqual({ status: 202 });
  expect(received).toMatchObject([{ body: message.body, headers: signatureHeaders(message) }]);
  expect(received[0]?.headers['content-type']).toBe('application/json');
});

it('follows no redirect', async () => {
  let visits = 0;
  const url = await receiver((_request, response) => {
    visits += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect((await open({ allowsPrivate: true }).send({ ...message, url }))._unsafeUnwrap()).toEqual({ status: 307 });
  expect(visits).toBe(1);
});

it('does not wait for a receiver that hangs, nor for one that never ends its response', async () => {
  const hangs = await receiver(() => undefined);
  const hasty = open({ allowsPrivate: true, timeoutMs: 100 });
  expect((await hasty.send({ ...message, url: hangs }))._unsafeUnwrapErr()).toEqual({
    type: 'webhook.unreachable',
    reason: 'the receiver does not respond in time',
  });
  const drips = await receiver((_request, response) => void response.writeHead(200).write('a'));
  expect((await open({ allowsPrivate: true }).send({ ...message, url: drips }))._unsafeUnwrap()).toEqual({
    status: 200,
  });
});

it('reports that nobody listens', async () => {
  const sent = await open({ allowsPrivate: true }).send({ ...message, url: 'http://127.0.0.1:9/hook' });
  expect(sent._unsafeUnwrapErr()).toMatchObject({ type: 'webhook.unreachable' });
});

it.each([
  'http://shop.example/hook',
  'https://127.0.0.1/hook',
  'https://2130706433/hook',
  'https://[::1]/hook',
  'https://169.254.169.254/latest',
  'https://10.0.0.1/hook',
  'https://localhost/hook',
  'https://user:password@shop.example/hook',
  'ftp://shop.example/hook',
  'no address',
])('refuses %s unless private receivers are allowed', async (url) => {
  const sender = open({ allowsPrivate: false });
  expect(sender.isRefused(url)).toBe(true);
  expect((await sender.send({ ...message, url }))._unsafeUnwrapErr()).toEqual({ type: 'webhook.address-refused' });
});

it('refuses a name that leads to a private network', async () => {
  const lookUp = (_name: string, _all: unknown, found: (error: null, addresses: object[]) => void) =>
    found(null, [{ address: '10.0.0.1', family: 4 }]);
  const agent = makePublicAgent({ lookUp: lookUp as never });
  closers.push(() => agent.destroy());
  const sender = makeStandardWebhookSender({ agent, allowsPrivate: false });
  expect((await sender.send({ ...message, url: 'https://rebound.example/hook' }))._unsafeUnwrapErr()).toEqual({
    type: 'webhook.address-refused',
  });
});
