import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { composeMessage } from './compose-message.js';

const mail = { id: 'event-1.order-confirmation', to: 'ann@example.com', subject: 'Hi', text: 'Hi', html: '<p>Hi</p>' };
const shop = 'Shop <shop@example.com>';

/** The envelope and the headers of a message, as they are sent. */
const sent = async (to: string, from: string) => {
  const message = composeMessage({ ...mail, to }, from)._unsafeUnwrap();
  const { envelope, message: bytes } = await createTransport({ streamTransport: true, buffer: true }).sendMail(message);
  // Folded lines are one header.
  const head = ((bytes as Buffer).toString('utf8').split(/\r?\n\r?\n/)[0] ?? '').replaceAll(/\r?\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1];
  return { envelope, head, from: header('From'), to: header('To'), messageId: header('Message-ID') };
};
const refusal = (to: string, from = shop) => composeMessage({ ...mail, to }, from)._unsafeUnwrapErr();

describe('an international domain', () => {
  it.each([
    ['laden@töpferei.example', 'laden@xn--tpferei-90a.example'],
    ['Töpferei <laden@töpferei.example>', '=?UTF-8?Q?T=C3=B6pferei?= <laden@xn--tpferei-90a.example>'],
    ['"Mills, Ltd." <laden@töpferei.example>', '"Mills, Ltd." <laden@xn--tpferei-90a.example>'],
    ['laden@töpferei.example <laden@töpferei.example>', undefined],
  ])('of the sender %s is ASCII in every header', async (from, expected) => {
    const message = await sent('ann@example.com', from);
    expect(message.envelope.from).toBe('laden@xn--tpferei-90a.example');
    expect(message.messageId).toBe('<event-1.order-confirmation@xn--tpferei-90a.example>');
    expect(message.from).toBe(expected ?? message.from);
    expect(message.from).toMatch(/<?laden@xn--tpferei-90a\.example>?$/);
    expect(message.head).toMatch(/^\p{ASCII}*$/u);
  });

  it('of a recipient is ASCII in the header and in the envelope', async () => {
    const message = await sent('ann@bücher.example', shop);
    expect([message.to, message.envelope.to]).toEqual(['ann@xn--bcher-kva.example', ['ann@xn--bcher-kva.example']]);
    expect(message.head).toMatch(/^\p{ASCII}*$/u);
  });

  it('is written as people read it beside a local part beyond ASCII, for a server with SMTPUTF8', async () => {
    const message = await sent('zoë@bücher.example', shop);
    expect([message.to, message.envelope.to]).toEqual(['zoë@bücher.example', ['zoë@bücher.example']]);
    expect(message.messageId).toBe('<event-1.order-confirmation@example.com>');
  });

  it('that is not valid is refused, for a recipient and for the sender', () => {
    const domains = [
      'bü\uFF0Ccher.example',
      'bü\uFF1Echer.example',
      'ü.example/x',
      'ü..example',
      '\u3002ü',
      'ü%.example',
    ];
    for (const to of domains.map((domain) => `ann@${domain}`)) {
      expect(refusal(to)).toEqual({ type: 'mail.refused', reason: 'the recipient is not one plain address' });
    }
    for (const from of domains.map((domain) => `Shop <shop@${domain}>`)) {
      expect(refusal('ann@example.com', from)).toEqual({
        type: 'mail.refused',
        reason: 'the domain of the sender is not valid',
      });
    }
  });
});

it('leaves addresses with ASCII domains as they are', async () => {
  const message = await sent('Ann+1@example.com', 'Shop <shop@localhost>');
  expect([message.to, message.from]).toEqual(['Ann+1@example.com', 'Shop <shop@localhost>']);
  expect(message.messageId).toBe('<event-1.order-confirmation@localhost>');
});
