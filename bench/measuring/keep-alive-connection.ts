import { connect, type Socket } from 'node:net';

/** A response whose body is bytes, since most callers only count. */
export type RawResponse = { readonly status: number; readonly body: Buffer };

/** One HTTP/1.1 connection that stays open and carries one request at a time. */
export type KeepAliveConnection = {
  /**
   * Sends bytes made by `requestBytes`, over a new connection if the server has closed an idle one. Rejects when the
   * connection ends before the response is complete.
   */
  readonly send: (request: Buffer) => Promise<RawResponse>;
  readonly close: () => void;
};

const headEnd = Buffer.from('\r\n\r\n');
const lengthName = '\r\ncontent-length: ';

/** The header in lower case, as Fastify writes it; 0 without one. */
function lengthIn(head: string): number {
  const at = head.indexOf(lengthName);
  return at < 0 ? 0 : Number.parseInt(head.slice(at + lengthName.length), 10);
}

/**
 * The bytes of a request. The driver shares the processors with what it measures, so requests that are sent often are
 * made once.
 *
 * @example requestBytes('POST', '/api/v1/orders', { authorization: `Bearer ${token}` }, { items })
 */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: unknown,
): Buffer {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1'];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push('content-type: application/json');
  if (method !== 'GET') lines.push(`content-length: ${Buffer.byteLength(payload)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${payload}`);
}

/** For servers that send `content-length`, as Fastify does for everything except streams. */
export function openConnection(port: number): KeepAliveConnection {
  let socket: Socket | undefined;
  let received: Buffer = Buffer.alloc(0);
  let waiting:
    { readonly resolve: (response: RawResponse) => void; readonly reject: (reason: Error) => void } | undefined;

  const settle = (): void => {
    const end = received.indexOf(headEnd);
    if (waiting === undefined || end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = lengthIn(head);
    const bodyEnd = end + headEnd.length + length;
    if (received.length < bodyEnd) return;
    const { resolve } = waiting;
    const body = received.subarray(end + headEnd.length, bodyEnd);
    received = received.subarray(bodyEnd);
    waiting = undefined;
    resolve({ status: Number(head.slice(9, 12)), body });
  };
  const fail = (reason: Error): void => {
    waiting?.reject(reason);
    waiting = undefined;
  };
  const open = (): Socket => {
    const opened = connect({ host: '127.0.0.1', port });
    opened.setNoDelay(true);
    opened.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      settle();
    });
    opened.on('error', fail);
    opened.on('close', () => {
      socket = undefined;
      fail(new Error('the server closed the connection'));
    });
    return opened;
  };

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (waiting !== undefined) throw new Error('a connection has one request at a time');
        waiting = { resolve, reject };
        socket ??= open();
        socket.write(request);
      }),
    close: () => socket?.destroy(),
  };
}

/** The body of a response whose status must be 200, or one of those given. */
export function bodyOf({ status, body }: RawResponse, expected: readonly number[] = [200]): Buffer {
  if (!expected.includes(status))
    throw new Error(`expected ${expected.join(' or ')}, got ${status}: ${body.toString('utf8', 0, 500)}`);
  return body;
}
