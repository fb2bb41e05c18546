import { create } from 'content-disposition';

/**
 * A `Content-Disposition` that makes a browser save a file instead of showing it. The name may have any characters (RFC
 * 6266 and 8187): the header has an ASCII name for old clients, and the exact one where it differs.
 *
 * @example attachment('Käse.pdf') // "attachment; filename=\"K?se.pdf\"; filename*=UTF-8''K%C3%A4se.pdf"
 */
export const attachment = (name: string): string => create(name, { type: 'attachment' });
