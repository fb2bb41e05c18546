import type { EventType } from '../../ports/repositories/outbox.js';
import type { MailDefinition } from '../mail-definition.js';
import { mails } from '../mails.js';
import { orderPageTexts } from '../../ordering/order-page/order-page-texts.js';
import type { MailOverrides } from './mail-texts.js';
import { sharedTexts } from './shared-texts.js';

/** Every key that a shop can override, such as `order-confirmation.subject`. */
const mailTextKeys: ReadonlySet<string> = new Set([
  ...Object.keys(sharedTexts.en).map((key) => `shared.${key}`),
  ...Object.keys(orderPageTexts.en).map((key) => `order-page.${key}`),
  ...Object.entries(mails).flatMap(([mail, definition]) =>
    Object.keys((definition as MailDefinition<EventType>).texts?.en ?? {}).map((key) => `${mail}.${key}`),
  ),
]);

/** The keys of overrides that neither a mail nor the order page has, such as misspelt ones. */
export const unknownTexts = (overrides: MailOverrides): readonly string[] =>
  Object.entries(overrides).flatMap(([language, texts]) =>
    Object.keys(texts)
      .filter((key) => !mailTextKeys.has(key))
      .map((key) => `${language}: ${key}`),
  );
