import { escapeHtml, languageOf } from '@cartwright/application';
import { renderPage } from './render-order-page.js';

/** What the order page says where there is no order to show, in the languages that mails have. */
const texts = {
  en: {
    'order.not-found': ['Order not found', 'Please open the whole link from your mail.'],
    'not-started': ['The payment could not be started', 'You have not been charged. Go back and try again later.'],
    unavailable: ['The page is not available', 'Please try again in a moment.'],
  },
  de: {
    'order.not-found': ['Bestellung nicht gefunden', 'Bitte öffnen Sie den ganzen Link aus Ihrer E-Mail.'],
    'not-started': [
      'Die Zahlung konnte nicht begonnen werden',
      'Es wurde nichts abgebucht. Gehen Sie zurück und versuchen Sie es später noch einmal.',
    ],
    unavailable: ['Die Seite ist nicht verfügbar', 'Bitte versuchen Sie es gleich noch einmal.'],
  },
} as const;

/**
 * A page that explains why there is no order to show, in the language of the browser.
 *
 * @example renderOrderMessage({ status: 404, code: 'order.not-found' }, 'de')
 */
export function renderOrderMessage(
  { status, code }: { readonly status: number; readonly code: string },
  locale: string | undefined,
): string {
  const language = languageOf(locale, {});
  const [title, detail] = texts[language === 'de' ? 'de' : 'en'][messageOf(status, code)];
  return renderPage(language, title, [`<p>${escapeHtml(detail)}</p>`]);
}

function messageOf(status: number, code: string): keyof (typeof texts)['en'] {
  if (code === 'payments.unavailable' || code === 'payment.refused' || code === 'order.below-payment-minimum')
    return 'not-started';
  return status >= 500 || status === 429 ? 'unavailable' : 'order.not-found';
}
