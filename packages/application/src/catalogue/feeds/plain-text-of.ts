const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/**
 * The text of sanitized HTML, in which every `<` begins a tag.
 *
 * @example plainTextOf('<p>Salt &amp; pepper</p><p>Oak</p>') // 'Salt & pepper Oak'
 */
export const plainTextOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/gu, (_all, name: string) => entities[name] ?? '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
