import { addressesIn } from '../eml-files/addresses-in.js';
import { composeMessage } from './compose-message.js';
import type { Mailer, MailRefused, MailUnavailable } from '@cartwright/application';
import { okAsync, ResultAsync } from 'neverthrow';
import type { SendMailOptions } from 'nodemailer';

export type SmtpMailerOptions = {
  /** `smtp://` or `smtps://`, with `user:password@` where the server asks for it. */
  readonly url: string;
  /** `address` or `Name <address>`. */
  readonly from: string;
  /** Milliseconds. Without them a server that accepts connections and says nothing is waited for up to ten minutes. */
  readonly timeouts?: {
    /** Until connected, TLS included. */
    readonly connectMs: number;
    /** Until the server's greeting. */
    readonly greetingMs: number;
    /** Without a byte in either direction. */
    readonly idleMs: number;
  };
  /** Connections at once, at most. */
  readonly maxConnections?: number;
};

export type SmtpMailer = Mailer & {
  /** Closes the pooled connections. */
  readonly close: () => void;
};

/** The server refuses us, not the message. An operator can mend that, so the mail is retried. */
const aboutTheSender = new Set([530, 534, 535, 538]);

const failureOf = (thrown: unknown): MailRefused | MailUnavailable => {
  const { message, code, responseCode } = thrown as { message?: string; code?: string; responseCode?: number };
  const reason = message ?? String(thrown);
  const isAboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const isFinal = responseCode === undefined || (responseCode >= 500 && !aboutTheSender.has(responseCode));
  return { type: isAboutTheMail && isFinal ? 'mail.refused' : 'mail.unavailable', reason };
};

/** Reasons are stored and logged, and servers repeat the recipient in them. */
const withoutAddress = <Failure extends MailRefused | MailUnavailable>(failure: Failure, to: string): Failure => ({
  ...failure,
  reason: addressesIn(failure.reason)
    .filter((address) => address.toLowerCase().startsWith(to.slice(0, to.lastIndexOf('@') + 1).toLowerCase()))
    .reduce((reason, address) => reason.replaceAll(address, '(recipient)'), failure.reason),
});

/**
 * Sends mail through an SMTP server, over pooled connections. `mail.refused` for what the server answers with 5xx to
 * this message; `mail.unavailable` for 4xx, for failed sign-ins and for all trouble with the connection.
 *
 * @example const mailer = makeSmtpMailer({ url: 'smtps://user:secret@mail.example.com', from: 'Cartwright
 * <shop@example.com>' });
 */
export function makeSmtpMailer(options: SmtpMailerOptions): SmtpMailer {
  const { connectMs, greetingMs, idleMs } = options.timeouts ?? { connectMs: 5000, greetingMs: 5000, idleMs: 10_000 };
  const pool = {
    pool: true as const,
    url: options.url,
    connectionTimeout: connectMs,
    dnsTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: idleMs,
    maxConnections: options.maxConnections ?? 5,
    // A pooled connection that went stale costs one more try; beyond that the job's own retries take over.
    maxRequeues: 1,
  };
  // Loaded with the first mail: processes that serve HTTP send none.
  const open = async () => (await import('nodemailer')).createTransport(pool);
  let opened: ReturnType<typeof open> | undefined;
  const send = async (message: SendMailOptions): Promise<unknown> => (await (opened ??= open())).sendMail(message);
  return {
    send: (mail) =>
      composeMessage(mail, options.from).asyncAndThen((message) =>
        ResultAsync.fromPromise(send(message), (thrown) => withoutAddress(failureOf(thrown), mail.to)).map(
          () => undefined,
        ),
      ),
    // It stores none.
    forget: () => okAsync(0),
    close: () => void opened?.then((transport) => transport.close()),
  };
}
