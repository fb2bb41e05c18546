import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** One accepted message: its envelope and what was in it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly email: Email;
  /** As it came over the wire. */
  readonly raw: string;
}

/** An SMTP server on loopback that keeps what it is given. */
export interface RunningSmtp {
  readonly url: string;
  /** In order of arrival; grows while the server runs. */
  readonly messages: readonly ReceivedMail[];
  /** Resolves with the first `count` messages as soon as there are so many. */
  readonly received: (count: number) => Promise<readonly ReceivedMail[]>;
  /**
   * From now on every message is refused with this reply code: 451 for a fault that passes, 550 for one that stays.
   * `undefined` accepts again. As many servers do, it repeats the recipients.
   */
  readonly refuseWith: (code: number | undefined) => void;
  /** From now on messages are accepted only so many milliseconds after they were read; none at the start. */
  readonly acceptAfter: (ms: number) => void;
  /** How many messages were read so far, accepted or not. */
  readonly begun: () => number;
  /** How many messages were refused so far. */
  readonly refused: () => number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts an SMTP server that accepts any sender and recipient, without TLS and sign-in.
 *
 * @example
 * const smtp = await startSmtp();
 * // … something sends to smtp.url
 * const [confirmation] = await smtp.received(1);
 */
export async function startSmtp(): Promise<RunningSmtp> {
  const messages: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let code: number | undefined;
  let refusals = 0;
  let delayMs = 0;
  let begun = 0;
  const closed = new Set<string>();

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onClose: ({ id }) => void closed.add(id),
    onData(stream, session, reply) {
      const refusal = code;
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusal !== undefined) {
          refusals += 1;
          const recipients = session.envelope.rcptTo.map(({ address }) => `<${address}>`).join(' ');
          reply(Object.assign(new Error(`${recipients} refused by the test`), { responseCode: refusal }));
          return;
        }
        begun += 1;
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        PostalMime.parse(raw).then((email) => {
          const accept = (): void => {
            messages.push({
              from: mailFrom === false ? '' : mailFrom.address,
              to: rcptTo.map(({ address }) => address),
              email,
              raw,
            });
            for (const look of waiting) look();
            reply();
          };
          if (delayMs === 0) accept();
          // A sender that is gone by then gets no answer, so its message is not taken.
          else setTimeout(() => (closed.has(session.id) ? undefined : accept()), delayMs).unref();
        }, reply);
      });
    },
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    // A sender that was killed. Whether its mail has arrived, tests see from `messages`.
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    messages,
    received: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (messages.length < count) return;
          waiting.delete(look);
          resolve(messages.slice(0, count));
        };
        waiting.add(look);
        look();
      }),
    refuseWith: (next) => {
      code = next;
    },
    acceptAfter: (ms) => {
      delayMs = ms;
    },
    begun: () => begun,
    refused: () => refusals,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
