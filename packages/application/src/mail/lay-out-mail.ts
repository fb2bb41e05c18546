import { escapeHtml } from '../escape-html.js';
import type { Money, Order, OrderUnits } from '@cartwright/domain';
import { writeMoney } from '../write-money.js';
import type { Mail } from '../ports/mailer.js';

/** A row of a mail's table. `value` is optional: a row of units without a price has none. */
export type MailRow = { readonly label: string; readonly value?: string };

/** The content of a mail, in reading order. Each text may contain user input. */
export type MailContent = {
  /** The id of the message. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly opening: string;
  readonly heading: string;
  readonly rows: readonly MailRow[];
  readonly paragraphs?: readonly string[];
  readonly links?: readonly { readonly label: string; readonly url: string }[];
};

/**
 * Lays out a mail as text and as HTML with the same content. User input in it cannot become markup or a line of its
 * own.
 *
 * @example
 * layOutMail({ id, to, subject: 'Your order 7K3F-9QXM2A', opening: 'Thank you.', heading: 'Order', rows: [] })
 */
export function layOutMail({ id, to, ...content }: MailContent): Mail {
  const subject = onOneLine(content.subject);
  const [opening, heading] = [onOneLine(content.opening), onOneLine(content.heading)];
  const rows = content.rows.map(({ label, value }) => ({
    label: onOneLine(label),
    ...(value === undefined ? {} : { value: onOneLine(value) }),
  }));
  const paragraphs = (content.paragraphs ?? []).map(onOneLine);
  const links = (content.links ?? []).map(({ label, url }) => ({ label: onOneLine(label), url }));
  return {
    id,
    to,
    subject,
    text: [
      opening,
      '',
      heading,
      ...rows.map(({ label, value }) => (value === undefined ? label : `${label}: ${value}`)),
      ...paragraphs.flatMap((paragraph) => ['', paragraph]),
      ...(links.length === 0 ? [] : ['']),
      ...links.map(({ label, url }) => `${label}: ${url}`),
      '',
    ].join('\n'),
    html: [
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
      `<title>${escapeHtml(subject)}</title></head>`,
      '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#fff">',
      '<div style="max-width:560px;margin:0 auto">',
      `<p>${escapeHtml(opening)}</p>`,
      `<h1 style="margin:24px 0 8px;font-size:20px">${escapeHtml(heading)}</h1>`,
      ...(rows.length === 0
        ? []
        : [
            '<table style="width:100%;border-collapse:collapse">',
            ...rows.map(
              ({ label, value = '' }) =>
                `<tr><td style="${cell};padding-right:16px">${escapeHtml(label)}</td><td align="right" style="${cell}${value.length > 24 ? '' : whole}">${escapeHtml(value)}</td></tr>`,
            ),
            '</table>',
          ]),
      ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
      ...links.map(
        ({ label, url }) => `<p><a href="${escapeHtml(url)}" style="color:#0550ae">${escapeHtml(label)}</a></p>`,
      ),
      '</div></body></html>',
    ].join('\n'),
  };
}

const cell = 'padding:6px 0;border-bottom:1px solid #d8dee4;vertical-align:top;overflow-wrap:anywhere';
/** Keeps an amount on one line beside a long name. Ids are longer and may break. */
const whole = ';white-space:nowrap';

/** Money as text. */
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
