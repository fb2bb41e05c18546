import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type StatementCounter = {
  /** The database's URL through the counter. */
  readonly url: string;
  /** The texts of the statements that were run while `work` was under way, `begin` and `commit` included. */
  readonly during: (work: () => Promise<unknown>) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/**
 * Stands between a process and PostgreSQL, and reads which statements it sends. The count is exact, whichever driver or
 * pool sends them: in PostgreSQL's protocol a message `E` runs a prepared statement once, and a message `Q` a text.
 *
 * @example
 * const counter = await startStatementCounter(database.url);
 * expect(await counter.during(() => fetch(`${shop}/api/v1/carts/1`))).toHaveLength(1);
 */
export async function startStatementCounter(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  const statements: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    const read = messageReader((text) => statements.push(text));
    client.on('data', (chunk: Buffer) => {
      read(chunk);
      server.write(chunk);
    });
    server.pipe(client);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    during: async (work) => {
      statements.length = 0;
      await work();
      return [...statements];
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        proxy.close(resolve);
      });
    },
  };
}

/** Reads the messages of one connection: a startup message, which has no type, and then a type and a length each. */
function messageReader(onRun: (text: string) => void): (chunk: Buffer) => void {
  let unread = Buffer.alloc(0);
  let isStarted = false;
  const prepared = new Map<string, string>();
  let bound = '';
  const readMessage = (type: string, body: Buffer): void => {
    const texts = body.toString('utf8').split('\0');
    if (type === 'P') prepared.set(texts[0] ?? '', texts[1] ?? '');
    if (type === 'B') bound = texts[1] ?? '';
    if (type === 'E') onRun(prepared.get(bound) ?? bound);
    if (type === 'Q') onRun(texts[0] ?? '');
  };
  return (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const start = isStarted ? 1 : 0;
      if (unread.length < start + 4) return;
      const end = start + unread.readInt32BE(start);
      if (unread.length < end) return;
      if (isStarted) readMessage(unread.toString('latin1', 0, 1), unread.subarray(start + 4, end));
      isStarted = true;
      unread = unread.subarray(end);
    }
  };
}
