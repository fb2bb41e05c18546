/**
 * The absolute URL of a picture or page. `base`, the shop or its CDN, is put before a path of the shop.
 *
 * @example absoluteUrl('/images/mug.webp', 'https://shop.example') // 'https://shop.example/images/mug.webp'
 */
export const absoluteUrl = (url: string, base: string): string => (url.startsWith('/') ? base + url : url);
