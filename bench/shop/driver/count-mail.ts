import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** An SMTP server that accepts all mail and counts order confirmations by their subject. */
export type MailCount = {
  readonly url: string;
  readonly confirmations: () => number;
  /** Resolves when `count` confirmations have arrived. */
  readonly until: (count: number) => Promise<void>;
  /** Resolves when no confirmation has arrived for a second. */
  readonly untilQuiet: () => Promise<void>;
  readonly close: () => void;
};

const quietMs = 1000;
const subject = /^Subject: Your order [0-9A-Z-]+\r$/mu;

/**
 * Implements only the part of RFC 5321 that the shop uses: parsing mail would take processor time from what is
 * measured.
 */
export async function countMail(): Promise<MailCount> {
  let count = 0;
  let waiting: { readonly least: number; readonly resolve: () => void } | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    let text = '';
    let inMessage = false;
    const reply = (line: string): void => void socket.write(`${line}\r\n`);
    reply('220 bench');
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = text.indexOf(inMessage ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = text.slice(0, end);
        text = text.slice(end + (inMessage ? 5 : 2));
        if (inMessage) {
          inMessage = false;
          if (subject.test(part)) count += 1;
          reply('250 accepted');
          if (waiting !== undefined && count >= waiting.least) waiting.resolve();
        } else if (/^DATA/iu.test(part)) {
          inMessage = true;
          reply('354 continue');
        } else if (/^QUIT/iu.test(part)) {
          reply('221 bye');
          socket.end();
        } else reply('250 bench');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    confirmations: () => count,
    until: (least) =>
      new Promise((resolve) => {
        waiting = { least, resolve };
        if (count >= least) resolve();
      }),
    untilQuiet: async () => {
      for (let last = -1; last !== count;) {
        last = count;
        await new Promise((resolve) => {
          setTimeout(resolve, quietMs);
        });
      }
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
