import { escapeHtml } from '@cartwright/application';
import type { Wording } from '../../errors/wording.js';
import { plainPagePolicy, renderPlainPage } from '../../../plain-pages/plain-page.js';

type Described = {
  readonly code: string;
  readonly title: string;
  readonly wordings: readonly Wording[];
  readonly operations: readonly string[];
};

/** The page of one code. */
export const renderProblemPage = ({ code, title, wordings, operations }: Described): string =>
  renderPage(title, [
    `<p><code>${escapeHtml(code)}</code></p>`,
    ...wordings.flatMap(({ status, title: heading, detail, hint }) => [
      ...(wordings.length > 1 ? [`<h2>${escapeHtml(heading)}</h2>`] : []),
      `<p>${escapeHtml(detail)}</p>`,
      ...(hint === undefined ? [] : [`<p>${withCode(hint)}</p>`]),
      `<p>HTTP status ${status}</p>`,
    ]),
    '<h2>Returned by</h2>',
    ...(operations.length === 0
      ? ['<p>Any request.</p>']
      : ['<ul>', ...operations.map((name) => `<li><code>${escapeHtml(name)}</code></li>`), '</ul>']),
    '<p><a href="/problems">All problems</a></p>',
  ]);

/** The page of all codes. */
export const renderProblemList = (problems: readonly Described[]): string =>
  renderPage('Problems of the API', [
    '<table>',
    ...problems.map(
      ({ code, title }) =>
        `<tr><th scope="row"><a href="/problems/${escapeHtml(code)}"><code>${escapeHtml(code)}</code></a></th><td>${escapeHtml(title)}</td></tr>`,
    ),
    '</table>',
  ]);

/** The page of a code that the shop does not have. */
export const renderUnknownProblem = (): string =>
  renderPage('Problem not found', ['<p>No problem has this code. <a href="/problems">All problems</a></p>']);

/** Names between backticks as code. */
const withCode = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/gu, '<code>$1</code>');

const style = `
:root { color-scheme: light dark; }
body { max-width: 48rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.125rem; }
code { overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 1rem 0.375rem 0; border-bottom: 1px solid; vertical-align: top; }
th { font-weight: normal; text-align: left; }
`;

/** The page may only load its own style. */
export const problemPagePolicy = plainPagePolicy(style, "'none'");

const renderPage = (title: string, content: readonly string[]): string =>
  renderPlainPage({ title, style, content: [`<h1>${escapeHtml(title)}</h1>`, ...content] });
