import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSmtp, type RunningSmtp } from './start-smtp.js';

let smtp: RunningSmtp;
beforeEach(async () => {
  smtp = await startSmtp();
});
afterEach(() => smtp.stop());

const send = async (subject: string): Promise<void> => {
  const transport = createTransport(smtp.url);
  await transport.sendMail({
    from: 'shop@example.com',
    to: ['ann@example.com', 'bob@example.com'],
    subject,
    text: 'Grüße',
  });
  transport.close();
};

it('hands over what was sent, envelope and parsed body', async () => {
  await send('Your order');
  const [mail] = await smtp.received(1);
  expect(mail).toMatchObject({ from: 'shop@example.com', to: ['ann@example.com', 'bob@example.com'] });
  expect(mail?.email.subject).toBe('Your order');
  expect(mail?.email.text?.trim()).toBe('Grüße');
});

it('resolves a wait for two messages when the second arrives, in order', async () => {
  const both = smtp.received(2);
  await send('first');
  await send('second');
  expect((await both).map(({ email }) => email.subject)).toEqual(['first', 'second']);
});

it.each([451, 550])('refuses with %i until told otherwise, and keeps nothing of it', async (code) => {
  smtp.refuseWith(code);
  await expect(send('refused')).rejects.toMatchObject({ responseCode: code });
  expect(smtp.refused()).toBe(1);
  smtp.refuseWith(undefined);
  await send('accepted');
  expect(smtp.messages.map(({ email }) => email.subject)).toEqual(['accepted']);
});
