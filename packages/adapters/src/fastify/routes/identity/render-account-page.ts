import { escapeHtml } from '@cartwright/application';
import { plainPagePolicy, renderPlainPage } from '../../../plain-pages/plain-page.js';

const style = `
:root { color-scheme: light dark; }
body { max-width: 24rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button { margin: 0.25rem 0 1rem; padding: 0.5rem; }
`;

/** The page may only load its own style, and its form may only be sent to the page itself. */
export const accountPagePolicy = plainPagePolicy(style, "'self'");

/** A field of a form. */
export type PageField = { readonly name: 'password' | 'name'; readonly label: string };

export type AccountPage = {
  readonly title: string;
  readonly text: string;
  /** Absent on a page without a form. */
  readonly form?: { readonly token: string; readonly fields: readonly PageField[]; readonly button: string };
};

/**
 * A page for a link in a mail if the shop has no storefront. It has no script. Opening the link changes
 * nothing, because mail scanners open links too; only the button does.
 */
export const renderAccountPage = ({ title, text, form }: AccountPage): string =>
  renderPlainPage({
    title,
    style,
    content: [
      `<h1>${escapeHtml(title)}</h1>`,
      `<p>${escapeHtml(text)}</p>`,
      ...(form === undefined
        ? []
        : [
            '<form method="post">',
            `<input type="hidden" name="token" value="${escapeHtml(form.token)}">`,
            ...form.fields.map(
              ({ name, label }) => `<label>${escapeHtml(label)}<input name="${name}" ${inputs[name]} required></label>`,
            ),
            `<button>${escapeHtml(form.button)}</button>`,
            '</form>',
          ]),
    ],
  });

const inputs: Readonly<Record<PageField['name'], string>> = {
  password: 'type="password" autocomplete="new-password" minlength="8" maxlength="128"',
  name: 'autocomplete="name" maxlength="200"',
};
