import type { ByteRange } from '@cartwright/application';

/**
 * The part of a file that a `Range` header asks for (RFC 9110, 14.1.2). The whole (`undefined`) is the answer to no header, to
 * several parts at once, and to what is no range of bytes at all.
 *
 * @example byteRange('bytes=500-', 1000) // { start: 500, end: 999 }
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header?.trim() ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  // Without a start it is the last so many bytes.
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < start) return undefined;
  return start < size && start <= end ? { start, end } : 'unsatisfiable';
}
