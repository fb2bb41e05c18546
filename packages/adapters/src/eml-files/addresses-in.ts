/**
 * The e-mail addresses that occur in a text.
 *
 * @example addressesIn('To: Ada <ada@shop.example>') // ['ada@shop.example']
 */
export const addressesIn = (text: string): readonly string[] =>
  // Punctuation that ends a sentence is none of an address.
  (text.match(/[^\s<>()[\]"',;:\\@]+@[^\s<>()[\]"',;:\\@&]+/gu) ?? []).map((found) => found.replace(/[.!?]+$/u, ''));

/** A stored mail (RFC 5322) as text, also what is encoded in it. It need not be well-formed. */
export function readableText(message: string): string {
  const decoded = [
    ...message.matchAll(/content-transfer-encoding:\s*base64[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/giu),
  ].map(([, block = '']) => Buffer.from(block, 'base64').toString('utf8'));
  return [message, fromQuotedPrintable(message), ...decoded].join('\n');
}

const fromQuotedPrintable = (text: string): string =>
  text
    // A folded header, and a soft line break.
    .replace(/=\r?\n|\r?\n(?=[ \t])/gu, '')
    .replace(/(?:=[0-9A-F]{2})+/giu, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
