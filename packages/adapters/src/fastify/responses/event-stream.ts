import type { FastifyReply } from 'fastify';

/** A stream of events by the rules of the HTML standard (`text/event-stream`). */
export type EventStream = {
  readonly send: (event: { readonly id: string; readonly type: string; readonly data: unknown }) => void;
  readonly end: () => void;
};

/** Milliseconds between comments, so that proxies do not close a silent connection. */
const heartbeatMs = 15_000;
/** A client with more unread bytes is disconnected. It resumes from its last event. */
const maximumWaitingBytes = 256 * 1024;

/**
 * Begins a stream as the response. `onClose` is called once it has ended, by whichever side.
 *
 * @example
 * const stream = openEventStream(reply, () => stop());
 * stream.send({ id: '42', type: 'order.paid', data: {} });
 */
export function openEventStream(reply: FastifyReply, onClose: () => void): EventStream {
  const { raw } = reply;
  void reply.hijack();
  raw.writeHead(200, {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx would collect events before it passes them on.
    'x-accel-buffering': 'no',
  } as Record<string, string>);
  raw.flushHeaders();
  const write = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return;
    if (raw.writableLength > maximumWaitingBytes) return void raw.destroy();
    raw.write(text);
  };
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
  raw.once('close', () => {
    clearInterval(heartbeat);
    onClose();
  });
  raw.on('error', () => raw.destroy());
  write('retry: 2000\n\n');
  return {
    // JSON has no line breaks of its own.
    send: ({ id, type, data }) => write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => raw.end(),
  };
}
