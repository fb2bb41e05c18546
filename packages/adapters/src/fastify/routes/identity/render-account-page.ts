import { escapeHtml } from '@cartwright/application';
import { plainPagePolicy, renderPlainPage } from '../../../plain-pages/plain-page.js';

const style = `
:root { color-scheme: light dark; }
body { max-width: 24rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button { margin: 0.25rem 0 1rem; padding: 0.5rem; }
`;

/** The only thing that the page may load is its own style, and its form goes to the page itself. */
export const accountPagePolicy = plainPagePolicy(style, "'self'");

/** A field of a form. */
export type PageField = { readonly name: 'password' | 'name'; readonly label: string };

type AccountPage = {
  readonly title: string;
  readonly text: string;
  /** Absent where there is nothing to send. */
  readonly form?: { readonly token: string; readonly fields: readonly PageField[]; readonly button: string };
};

/**
 * A page that a link of a mail leads to where a shop has no storefront. It has no script. The link alone changes
 * nothing, since programs that check mails open links, too: a person presses the button.
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
