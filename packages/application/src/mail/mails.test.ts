import { expect, it } from 'vitest';
import type { MailDefinition } from './mail-definition.js';
import type { EventType } from '../ports/repositories/outbox.js';
import { mails } from './mails.js';

const all = Object.entries(mails) as unknown as readonly (readonly [string, MailDefinition<EventType>])[];
const toCustomers = all.filter(([, { to }]) => typeof to === 'string');

it.each(toCustomers)('the mail %s has the same texts in English and German', (_name, { texts }) => {
  expect(Object.keys(texts?.['de'] ?? {})).toEqual(Object.keys(texts?.['en'] ?? {}));
  expect(texts?.['de']).toBeDefined();
});

it('mails to staff have one language', () => {
  expect(all.filter(([, { to, texts }]) => typeof to !== 'string' && texts !== undefined)).toEqual([]);
});
