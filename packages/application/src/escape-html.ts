/**
 * Escapes a text for HTML, also inside an attribute. Names come from imports and people and must not become markup.
 *
 * @example escapeHtml('<b>') // '&lt;b&gt;'
 */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
