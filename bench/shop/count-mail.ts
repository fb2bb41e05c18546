import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Takes all mail and counts the order confirmations: by the subject, the only thing that is looked at. */
export type MailCount = {
  readonly url: string;
  readonly confirmations: () => number;
  /** Resolves once there are so many. */
  readonly until: (count: number) => Promise<void>;
  readonly close: () => void;
};

const subject = /^Subject: Your order [0-9A-Z-]+\r$/mu;

/** The least of RFC 5321 that a client needs: parsing mail would cost what is measured its share of the machine. */
export async function countMail(): Promise<MailCount> {
  let count = 0;
  let waiting: { readonly least: number; readonly resolve: () => void } | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    let text = '';
    let inMessage = false;
    const answer = (line: string): void => void socket.write(`${line}\r\n`);
    answer('220 bench');
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
          answer('250 kept');
          if (waiting !== undefined && count >= waiting.least) waiting.resolve();
        } else if (/^DATA/iu.test(part)) {
          inMessage = true;
          answer('354 go on');
        } else if (/^QUIT/iu.test(part)) {
          answer('221 bye');
          socket.end();
        } else answer('250 bench');
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
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
