/**
 * A `Content-Disposition` that has a browser save a file, never show it, under a name of whatever characters (RFC 6266 and
 * 8187): first as old clients read it, then as it is.
 *
 * @example attachment('Käse.pdf') // "attachment; filename=\"K_se.pdf\"; filename*=UTF-8''K%C3%A4se.pdf"
 */
export function attachment(name: string): string {
  const plain = name.replaceAll(/[^\w .,()-]/gu, '_');
  const exact = encodeURIComponent(name).replaceAll(
    /['()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
