import { connect, type Socket } from 'node:net';

/** What came back: the body as bytes, since most callers only count. */
export type RawAnswer = { readonly status: number; readonly body: Buffer };

/** One HTTP/1.1 connection that stays open and has one request at a time on it. */
export type KeepAliveConnection = {
  /**
   * Sends bytes made by `requestBytes`, over a new connection when the server has ended one that was idle. Rejects when
   * the connection ends before the answer has come.
   */
  readonly send: (request: Buffer) => Promise<RawAnswer>;
  readonly close: () => void;
};

const headEnd = Buffer.from('\r\n\r\n');
const lengthName = '\r\ncontent-length: ';

/** As Fastify writes it, in lower case; 0 where there is none. */
function lengthIn(head: string): number {
  const at = head.indexOf(lengthName);
  return at < 0 ? 0 : Number.parseInt(head.slice(at + lengthName.length), 10);
}

/**
 * A request as it goes over the wire, made once where it is sent often: the driver shares its two cores with what it
 * measures, so it does as little as it can.
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

/** Opens a connection to a server that answers with `content-length`, as Fastify does whatever is no stream. */
export function openConnection(port: number): KeepAliveConnection {
  let socket: Socket | undefined;
  let received: Buffer = Buffer.alloc(0);
  let waiting: { readonly resolve: (answer: RawAnswer) => void; readonly reject: (reason: Error) => void } | undefined;

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

/** The bytes of an answer, whose status must be 200, or one of those given. */
export function bodyOf({ status, body }: RawAnswer, expected: readonly number[] = [200]): Buffer {
  if (!expected.includes(status))
    throw new Error(`expected ${expected.join(' or ')}, got ${status}: ${body.toString('utf8', 0, 500)}`);
  return body;
}
