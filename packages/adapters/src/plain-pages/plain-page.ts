import { escapeHtml } from '@cartwright/application';
import { createHash } from 'node:crypto';

/** A page without a script, whose only resources are its own style and pictures. */
export type PlainPage = {
  readonly title: string;
  /** Whether search engines may list it; not unless this is set. */
  readonly isIndexed?: boolean;
  /** Such as `de`; `en` when absent. */
  readonly language?: string;
  /** Where the browser continues at once, if there is such an address. */
  readonly continueAt?: string;
  readonly style: string;
  /** Lines of HTML inside `main`. Texts in them are escaped already. */
  readonly content: readonly string[];
};

/**
 * The document of a page.
 *
 * @example renderPlainPage({ title: 'Paid', style: 'h1 { font-size: 2rem; }', content: ['<h1>Paid</h1>'] })
 */
export const renderPlainPage = ({
  title,
  isIndexed = false,
  language = 'en',
  continueAt,
  style,
  content,
}: PlainPage): string =>
  [
    '<!doctype html>',
    `<html lang="${escapeHtml(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ...(isIndexed ? [] : ['<meta name="robots" content="noindex">']),
    ...(continueAt === undefined ? [] : [`<meta http-equiv="refresh" content="0; url=${escapeHtml(continueAt)}">`]),
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...content,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');

/**
 * The value of `content-security-policy` for a page: it loads its own style and pictures only.
 *
 * @param formTargets - where its forms may lead; `'none'` when it has no form
 * @param imageSources - where its pictures come from; absent when it has none
 */
export const plainPagePolicy = (style: string, formTargets: string, imageSources?: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    ...(imageSources === undefined ? [] : [`img-src ${imageSources}`]),
    `form-action ${formTargets}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
