import type { Mail, Mailer } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { freshId, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

/** A message as its recipient's side has it. */
export type DeliveredMail = {
  readonly messageId: string;
  /** Everybody it was delivered to. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type MailerSubject = {
  readonly mailer: Mailer;
  /** What has arrived so far, in the order of its arrival. */
  readonly delivered: () => Promise<readonly DeliveredMail[]>;
  /** From now on every message meets this failure; `undefined` ends it. Asked only for what `failures` names. */
  readonly failWith: (failure: MailFailure | undefined) => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** The server is away (or asks to try again later); or it will never take the message. */
export type MailFailure = 'outage' | 'refusal';

export type MailerTraits = {
  /**
   * How many messages are left of one that is sent twice: one where that can be told, else each, with one Message-ID.
   */
  readonly repeats: 'one' | 'each';
  /** False where mails are only passed on. */
  readonly stores?: boolean;
  /** The failures that the subject can be made to meet. */
  readonly failures: readonly MailFailure[];
};

/** What every `Mailer` promises. `makeSubject` is called before each test; nothing has been delivered yet. */
export const describeMailerContract = (
  name: string,
  makeSubject: () => Promise<MailerSubject>,
  traits: MailerTraits,
): void => {
  describe(`${name} as a mailer`, () => {
    const subject = subjectForEachTest(makeSubject);
    const makeMail = (facts: Partial<Mail> = {}): Mail => ({
      id: `${freshId()}.order-confirmation`,
      to: 'ada@shop.example',
      subject: 'Your order',
      text: 'Thank you.',
      html: '<p>Thank you.</p>',
      ...facts,
    });
    const send = (mail: Mail) => subject().mailer.send(mail);
    // Line ends are the transport's to choose.
    const lines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

    it('delivers recipient, subject, text and HTML of a message', async () => {
      const mail = makeMail({
        subject:
          'Your order 7K3F-9QXM2A – thank you, Zoë 🐎, for a subject that is longer than one line of a header may be',
        text: `Grüße,\n\n.\nFrom here on: ${'a long line '.repeat(120)}\n=3D &amp; 茶`,
        html: '<p title="a=b">Grüße &amp; <b>茶</b></p>',
      });
      valueOf(await send(mail));
      const [message, ...others] = await subject().delivered();
      expect(others).toEqual([]);
      expect(message?.recipients).toEqual(['ada@shop.example']);
      expect(message?.subject).toBe(mail.subject);
      expect(lines(message?.text ?? '')).toBe(mail.text);
      expect(lines(message?.html ?? '')).toBe(mail.html);
    });

    it('gives messages of two causes two ids, each derived from its cause', async () => {
      const [first, second] = [makeMail(), makeMail()];
      valueOf(await send(first));
      valueOf(await send(second));
      const ids = (await subject().delivered()).map(({ messageId }) => messageId);
      expect(ids).toHaveLength(2);
      expect(ids[0]).toContain(first.id);
      expect(ids[1]).toContain(second.id);
    });

    it('accepts a repeat, which has the same id', async () => {
      const mail = makeMail();
      valueOf(await send(mail));
      valueOf(await send(mail));
      const ids = (await subject().delivered()).map(({ messageId }) => messageId);
      expect(ids).toHaveLength(traits.repeats === 'one' ? 1 : 2);
      expect(new Set(ids).size).toBe(1);
    });

    it('adds no recipient through a line break in a subject', async () => {
      await send(makeMail({ subject: 'Your order\r\nBcc: eve@shop.example\r\n\r\nBuy here' }));
      for (const { recipients, text } of await subject().delivered()) {
        expect(recipients).toEqual(['ada@shop.example']);
        expect(lines(text)).toBe('Thank you.');
      }
    });

    it('refuses anything except the address of one recipient', async () => {
      for (const to of [
        'ada@shop.example, eve@shop.example',
        'ada@shop.example\r\nBcc: eve@shop.example',
        'nobody',
        '',
      ]) {
        const refused = await send(makeMail({ to }));
        expect(refused._unsafeUnwrapErr().type).toBe('mail.refused');
      }
      expect(await subject().delivered()).toEqual([]);
    });

    it('removes only stored mails that contain the given e-mail', async () => {
      const toAda = makeMail({ to: 'Ada@Shop.Example' });
      const ofAda = makeMail({ to: 'staff@shop.example', text: `Buyer: ada@shop.example. ${'茶'.repeat(200)}` });
      const toBob = makeMail({ to: 'bob@shop.example', text: 'Not for lada@shop.example.' });
      for (const mail of [toAda, ofAda, toBob]) valueOf(await send(mail));
      const forget = async () =>
        valueOf(await subject().mailer.forget((address) => address.toLowerCase() === 'ada@shop.example'));
      const stores = traits.stores ?? true;
      expect(await forget()).toBe(stores ? 2 : 0);
      const left = (await subject().delivered()).flatMap(({ recipients }) => recipients);
      expect(left).toHaveLength(stores ? 1 : 3);
      expect(left).toContain(toBob.to);
      expect(await forget()).toBe(0);
    });

    it.each(traits.failures)('reports a failure (%s) as such, and delivers once it is over', async (failure) => {
      const mail = makeMail();
      await subject().failWith(failure);
      const refused = (await send(mail))._unsafeUnwrapErr();
      expect(refused.type).toBe({ outage: 'mail.unavailable', refusal: 'mail.refused' }[failure]);
      expect(refused.reason).not.toBe('');
      expect(await subject().delivered()).toEqual([]);
      await subject().failWith(undefined);
      valueOf(await send(mail));
      expect(await subject().delivered()).toHaveLength(1);
    });
  });
};
