import { startSmtp, type RunningSmtp } from '@cartwright/adapters/testing/start-smtp';
import type { Mail } from '@cartwright/application';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSmtpMailer, type SmtpMailer } from './smtp-mailer.js';

const mail: Mail = {
  id: '0193-a.order-confirmation',
  to: 'ann@example.com',
  subject: 'Your order 7K3F – thank you, Zoë',
  text: 'Grüße,\nyour shop',
  html: '<p>Grüße,<br>your shop</p>',
};
const from = 'Cartwright <shop@example.com>';
const timeouts = { connectMs: 300, greetingMs: 300, idleMs: 300 };

let smtp: RunningSmtp;
let mailer: SmtpMailer;
beforeEach(async () => {
  smtp = await startSmtp();
  mailer = makeSmtpMailer({ url: smtp.url, from });
});
afterEach(async () => {
  mailer.close();
  await smtp.stop();
});
const failure = async (sent: ReturnType<SmtpMailer['send']>): Promise<string> => (await sent)._unsafeUnwrapErr().type;

it('delivers a mail as it was written', async () => {
  expect((await mailer.send(mail)).isOk()).toBe(true);
  const [received] = smtp.messages;
  expect(received).toMatchObject({ from: 'shop@example.com', to: ['ann@example.com'] });
  expect(received?.email).toMatchObject({
    from: { name: 'Cartwright', address: 'shop@example.com' },
    to: [{ address: 'ann@example.com' }],
    subject: mail.subject,
  });
  expect([received?.email.text?.trim(), received?.email.html?.trim()]).toEqual([mail.text, mail.html]);
});

it('gives a repeat the Message-ID of the first, so that it can be told', async () => {
  await mailer.send(mail);
  await mailer.send(mail);
  const id = '<0193-a.order-confirmation@example.com>';
  expect(smtp.messages.map(({ email }) => email.messageId)).toEqual([id, id]);
});

it('delivers many at once', async () => {
  const sent = await Promise.all(
    Array.from({ length: 50 }, (_, index) => mailer.send({ ...mail, id: `mail-${index}` })),
  );
  expect(sent.every((result) => result.isOk())).toBe(true);
  expect(new Set(smtp.messages.map(({ email }) => email.messageId)).size).toBe(50);
});

describe('a line break', () => {
  it('in a subject becomes a space and no header', async () => {
    await mailer.send({ ...mail, subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nBuy now' });
    const [received] = smtp.messages;
    expect(received?.to).toEqual(['ann@example.com']);
    expect(received?.email.subject).toBe('Hello Bcc: eve@example.com Buy now');
    expect(received?.email.bcc).toBeUndefined();
  });

  it.each([
    'ann@example.com\r\nBcc: eve@example.com',
    'ann@example.com\nRCPT TO:<eve@example.com>',
    'ann@example.com, eve@example.com',
    'ann@example.com;eve@example.com',
    '<eve@example.com> ann@example.com',
    '"eve@evil.example x"@example.com',
    'eve@evil.example(@example.com',
    'ann',
    '',
    '@example.com',
  ])('or anything else that makes more of a recipient than one address is refused: %j', async (to) => {
    expect(await failure(mailer.send({ ...mail, to }))).toBe('mail.refused');
    expect(smtp.messages).toEqual([]);
  });
});

describe('a server that', () => {
  it('answers 451 is unavailable, and takes the mail later', async () => {
    smtp.refuseWith(451);
    expect(await failure(mailer.send(mail))).toBe('mail.unavailable');
    smtp.refuseWith(undefined);
    expect((await mailer.send(mail)).isOk()).toBe(true);
  });

  it.each([550, 552, 554])('answers %i has refused the mail for good', async (code) => {
    smtp.refuseWith(code);
    expect(await failure(mailer.send(mail))).toBe('mail.refused');
    smtp.refuseWith(undefined);
    expect((await mailer.send(mail)).isOk()).toBe(true);
  });

  it('is not there is unavailable, and is found again when it is back', async () => {
    const gone = await startSmtp();
    await gone.stop();
    mailer.close();
    mailer = makeSmtpMailer({ url: gone.url, from });
    expect(await failure(mailer.send(mail))).toBe('mail.unavailable');
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, reply) => {
        stream.resume().on('end', () => reply());
      },
    });
    server.listen(Number(new URL(gone.url).port), '127.0.0.1');
    await once(server.server, 'listening');
    expect((await mailer.send(mail)).isOk()).toBe(true);
    mailer.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });

  it('accepts connections and says nothing is unavailable within the time given', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const waiting = makeSmtpMailer({
      url: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      from,
      timeouts,
    });
    const began = performance.now();
    expect(await failure(waiting.send(mail))).toBe('mail.unavailable');
    // Without the given 300 ms it would be the five seconds of the default.
    expect(performance.now() - began).toBeLessThan(5000);
    waiting.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('no longer takes our password is unavailable: the mail is none the worse for it', async () => {
    const server = new SMTPServer({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, reply) => reply(new Error('wrong password')),
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    const refused = makeSmtpMailer({ url: `smtp://shop:old-password@127.0.0.1:${port}`, from });
    expect(await failure(refused.send(mail))).toBe('mail.unavailable');
    refused.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });
});
