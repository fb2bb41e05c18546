import { escapeHtml } from '../escape-html.js';
import type { CleanContent, MailItem, MailRow } from './mail-content.js';

/**
 * A mail as HTML that mail programs display: tables and inline styles, no script, no class, no web font. Pictures have
 * a size, because many programs load none.
 */
export const renderMailHtml = (content: CleanContent): string =>
  [
    `<!doctype html><html lang="${escapeHtml(content.language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">',
    `<title>${escapeHtml(content.subject)}</title></head>`,
    `<body style="margin:0;padding:0;background:#f4f1ec">`,
    table('width="100%" style="background:#f4f1ec"', [
      '<tr><td align="center" style="padding:24px 12px">',
      table(`width="600" style="width:100%;max-width:600px;background:#ffffff;border-radius:6px;${font}"`, [
        ...(content.sender === undefined
          ? []
          : [
              `<tr><td style="padding:20px 28px 0;font-size:14px;color:#57606a">${escapeHtml(content.sender.name)}</td></tr>`,
            ]),
        '<tr><td style="padding:20px 28px 28px">',
        `<p style="margin:0 0 16px">${escapeHtml(content.opening)}</p>`,
        `<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escapeHtml(content.heading)}</h1>`,
        ...itemsOf(content.items),
        ...rowsOf(content.rows),
        ...content.sections.flatMap(({ title, lines }) => [
          `<p style="margin:20px 0 0"><strong>${escapeHtml(title)}</strong><br>`,
          `${lines.map(escapeHtml).join('<br>\n')}</p>`,
        ]),
        ...content.paragraphs.map((paragraph) => `<p style="margin:16px 0 0">${escapeHtml(paragraph)}</p>`),
        ...linksOf(content.links),
        '</td></tr>',
        ...footerOf(content.sender),
      ]),
      '</td></tr>',
    ]),
    '</body></html>',
  ].join('\n');

const font = "font:16px/1.5 -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1f2328";

/** A table for layout, which screen readers read as text. */
const table = (attributes: string, rows: readonly string[]): string =>
  [`<table role="presentation" cellpadding="0" cellspacing="0" border="0" ${attributes}>`, ...rows, '</table>'].join(
    '\n',
  );

const cell = 'padding:8px 0;border-bottom:1px solid #e4dfd7;vertical-align:top;overflow-wrap:anywhere';
/** Keeps an amount on one line beside a long name. Ids are longer and may break. */
const whole = ';white-space:nowrap';
const valueCell = (value: string, weight: string): string =>
  `<td align="right" style="${cell}${weight}${value.length > 24 ? '' : whole}">${escapeHtml(value)}</td>`;

function itemsOf(items: readonly MailItem[]): readonly string[] {
  if (items.length === 0) return [];
  const hasPictures = items.some(({ image }) => image !== undefined);
  return [
    table(
      'width="100%" style="border-collapse:collapse"',
      items.map(({ name, detail, value, image }) => {
        const picture = image === undefined ? '' : pictureOf(image);
        const first = hasPictures ? `<td width="76" style="${cell}">${picture}</td>` : '';
        const small = `<span style="font-size:14px;color:#57606a">${escapeHtml(detail)}</span>`;
        return `<tr>${first}<td style="${cell};padding-right:16px">${escapeHtml(name)}<br>${small}</td>${valueCell(value, '')}</tr>`;
      }),
    ),
  ];
}

const pictureOf = (image: string): string =>
  `<img src="${escapeHtml(image)}" width="64" height="64" alt="" style="display:block;border-radius:4px;object-fit:cover">`;

function rowsOf(rows: readonly MailRow[]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    table(
      'width="100%" style="border-collapse:collapse"',
      rows.map(({ label, value, isStrong = false }) => {
        const weight = isStrong ? ';font-weight:bold' : '';
        const text = escapeHtml(label);
        // A label without a value has the whole width, also beside rows with long values.
        return value === undefined
          ? `<tr><td colspan="2" style="${cell}${weight}">${text}</td></tr>`
          : `<tr><td style="${cell}${weight};padding-right:16px">${text}</td>${valueCell(value, weight)}</tr>`;
      }),
    ),
  ];
}

const linksOf = (links: CleanContent['links']): readonly string[] =>
  links.map(({ label, url }, index) => {
    const style =
      index === 0
        ? 'display:inline-block;padding:10px 20px;background:#4a2c12;color:#ffffff;border-radius:4px;text-decoration:none'
        : 'color:#0550ae';
    return `<p style="margin:20px 0 0"><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a></p>`;
  });

const footerOf = (sender: CleanContent['sender']): readonly string[] =>
  sender === undefined
    ? []
    : [
        '<tr><td style="padding:16px 28px 24px;border-top:1px solid #e4dfd7;font-size:13px;color:#57606a">',
        [sender.name, ...sender.address].map(escapeHtml).join('<br>\n'),
        '</td></tr>',
      ];
