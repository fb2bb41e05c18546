import type { ByteRange } from '@cartwright/application';
import parseRange from 'range-parser';

/**
 * The part of a file that a `Range` header requests (RFC 9110, 14.1.2). It is `undefined`, which stands for the whole
 * file, when there is no header, when it names several parts, and when it is no valid range of bytes.
 *
 * @example byteRange('bytes=500-', 1000) // { start: 500, end: 999 }
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const text = header?.trim() ?? '';
  if (!text.startsWith('bytes=')) return undefined;
  const [first = '', last = ''] = text.slice('bytes='.length).split('-');
  // The parser reports a range that ends before it begins as unsatisfiable; the standard requires it to be ignored.
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  // The parser also rejects the last 20 bytes of 10, which means all of them.
  const isLongerThanFile = first === '' && Number(last) > size && size > 0;
  const ranges = parseRange(size, isLongerThanFile ? 'bytes=0-' : text);
  if (ranges === -1) return 'unsatisfiable';
  return ranges === -2 || ranges.length > 1 ? undefined : ranges[0];
}
