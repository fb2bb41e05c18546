import type { Money, Order, OrderUnits } from '@cartwright/domain';
import { writeMoney } from '../write-money.js';
import type { Mail } from '../ports/mailer.js';
import type { CleanContent, MailContent, MailRow } from './mail-content.js';
import { renderMailHtml } from './render-mail-html.js';

/**
 * Lays out a mail as text and as HTML with the same content. User input in it cannot become markup or a line of its
 * own.
 *
 * @example
 * layOutMail({ id, to, subject: 'Your order 7K3F-9QXM2A', opening: 'Thank you.', heading: 'Order', rows: [] })
 */
export function layOutMail({ id, to, ...content }: MailContent): Mail {
  const clean = cleaned(content);
  return { id, to, subject: clean.subject, text: renderText(clean), html: renderMailHtml(clean) };
}

function cleaned({ sender, ...content }: Omit<MailContent, 'id' | 'to'>): CleanContent {
  return {
    language: content.language ?? 'en',
    subject: onOneLine(content.subject),
    opening: onOneLine(content.opening),
    heading: onOneLine(content.heading),
    items: (content.items ?? []).map((item) => ({
      ...item,
      name: onOneLine(item.name),
      detail: onOneLine(item.detail),
      value: onOneLine(item.value),
    })),
    rows: content.rows.map(({ label, value, ...row }) => ({
      ...row,
      label: onOneLine(label),
      ...(value === undefined ? {} : { value: onOneLine(value) }),
    })),
    sections: (content.sections ?? []).map(({ title, lines }) => ({
      title: onOneLine(title),
      lines: lines.map(onOneLine),
    })),
    paragraphs: (content.paragraphs ?? []).map(onOneLine),
    links: (content.links ?? []).map(({ label, url }) => ({ label: onOneLine(label), url })),
    ...(sender === undefined
      ? {}
      : { sender: { name: onOneLine(sender.name), address: sender.address.map(onOneLine) } }),
  };
}

const renderText = (content: CleanContent): string =>
  [
    content.opening,
    '',
    content.heading,
    ...content.items.map(({ name, detail, value }) => `${name}: ${value} (${detail})`),
    ...content.rows.map(({ label, value }) => (value === undefined ? label : `${label}: ${value}`)),
    ...content.sections.flatMap(({ title, lines }) => ['', `${title}:`, ...lines]),
    ...content.paragraphs.flatMap((paragraph) => ['', paragraph]),
    ...(content.links.length === 0 ? [] : ['']),
    ...content.links.map(({ label, url }) => `${label}: ${url}`),
    // The separator of a signature (RFC 3676), so that replies leave it out.
    ...(content.sender === undefined ? [] : ['', '-- ', content.sender.name, ...content.sender.address]),
    '',
  ].join('\n');

/** Money as text, for staff. */
export const moneyText = (money: Money): string => writeMoney(money, 'en');

/** A row for units of an order: the name at the time of the order, or the variant's id where there is none. */
export const unitsRow = ({ descriptions }: Order, { variantId, quantity }: OrderUnits): MailRow => ({
  label: `${quantity} × ${descriptions[variantId]?.name ?? variantId}`,
});

/**
 * Line breaks in a text could pass for lines of the mail, such as another total. Characters that change the writing
 * direction could make an amount read backwards.
 */
const onOneLine = (text: string): string =>
  text.replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, '').replaceAll(/[\p{Cc}\s]+/gu, ' ');
