import type { HtmlSanitizer } from '../ports/html-sanitizer.js';
import type { ProductTranslation } from '../ports/repositories/catalogue/product-records.js';

type Texts = {
  readonly description?: string | null | undefined;
  readonly translations?: Readonly<Record<string, ProductTranslation>> | null | undefined;
};

/** A product with safe HTML in all texts and translations. Returns the same object if it was already safe. */
export function sanitizeTexts<T extends Texts>({ sanitize }: HtmlSanitizer, texts: T): T {
  const { description, translations } = texts;
  const safe = typeof description === 'string' ? sanitize(description) : description;
  const translated = Object.entries(translations ?? {}).map(([locale, translation]) => ({
    locale,
    translation,
    safe: translation.description === undefined ? undefined : sanitize(translation.description),
  }));
  const isSafe = safe === description && translated.every((one) => one.safe === one.translation.description);
  if (isSafe) return texts;
  return {
    ...texts,
    ...(description === undefined ? {} : { description: safe }),
    ...(translated.length === 0
      ? {}
      : {
          translations: Object.fromEntries(
            translated.map(({ locale, translation, safe: text }) => [
              locale,
              text === undefined ? translation : { ...translation, description: text },
            ]),
          ),
        }),
  };
}
