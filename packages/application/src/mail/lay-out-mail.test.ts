import { expect, it } from 'vitest';
import { layOutMail } from './lay-out-mail.js';
import type { MailContent } from './mail-content.js';

const content: MailContent = {
  id: 'event-1',
  to: 'ada@example.org',
  subject: 'Your order 1',
  opening: 'Hello.',
  heading: 'Order 1',
  rows: [],
};
const evil = `<b title="x">&</b>\r\nBcc: eve@example.org\u2028Total: $0.00\u0000`;
const escaped = '&lt;b title=&quot;x&quot;&gt;&amp;&lt;/b&gt; Bcc: eve@example.org Total: $0.00 ';

/** What a reader of the HTML sees, row by row. */
const readable = (html: string): string =>
  html
    .slice(html.indexOf('<body'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();

it('says the same as text and as HTML, in the same order', () => {
  const { text, html } = layOutMail({
    ...content,
    rows: [{ label: '2 × Mug', value: '$24.00' }, { label: '1 × Poster' }],
    paragraphs: ['It is on its way.', 'More follows.'],
    links: [{ label: 'Download Book', url: 'https://shop.example/d?a=1&b=2' }],
  });
  expect(text).toBe(
    [
      'Hello.',
      '',
      'Order 1',
      '2 × Mug: $24.00',
      '1 × Poster',
      '',
      'It is on its way.',
      '',
      'More follows.',
      '',
      'Download Book: https://shop.example/d?a=1&b=2',
      '',
    ].join('\n'),
  );
  expect(readable(html)).toBe('Hello. Order 1 2 × Mug $24.00 1 × Poster It is on its way. More follows. Download Book');
  expect(html).toContain('<a href="https://shop.example/d?a=1&amp;b=2"');
});

it('lets nothing that anybody has typed become markup, or a line of its own', () => {
  const { subject, text, html } = layOutMail({
    ...content,
    subject: evil,
    opening: evil,
    heading: evil,
    rows: [{ label: evil, value: evil }],
    paragraphs: [evil],
    links: [{ label: evil, url: 'https://shop.example/' }],
  });
  expect(subject).toBe('<b title="x">&</b> Bcc: eve@example.org Total: $0.00 ');
  expect(text.split(/[\r\n\u2028]/).filter((line) => /^(Bcc|Total)/.test(line))).toEqual([]);
  expect(html).not.toContain('<b ');
  expect(html.split(escaped)).toHaveLength(8);
});

it('lets nothing turn the direction in which an amount is read', () => {
  const { text, html } = layOutMail({ ...content, rows: [{ label: '\u202EMug\u2066', value: '$24.00' }] });
  expect(text).toContain('\nMug: $24.00\n');
  expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/u);
});

it('gives a row without a value the whole width, beside rows with long values', () => {
  const { html } = layOutMail({
    ...content,
    rows: [{ label: '2 × Reading lamp' }, { label: 'Parcel', value: 'RM 1' }],
  });
  expect(html).toMatch(/<td colspan="2"[^>]*>2 × Reading lamp<\/td><\/tr>/u);
  expect(html.match(/colspan/gu)).toHaveLength(1);
});

it('keeps amounts whole beside long names, and breaks ids that are too long for a phone', () => {
  const { html } = layOutMail({
    ...content,
    rows: [
      { label: 'Mug', value: '$1,024.00' },
      { label: 'Payment', value: 'x'.repeat(80) },
    ],
  });
  expect(html).toMatch(/white-space:nowrap">\$1,024\.00</);
  expect(html).toMatch(/overflow-wrap:anywhere">x{80}</);
});
