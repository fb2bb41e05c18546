import type { CsvSource } from '@cartwright/application';

/**
 * The bytes of a CSV file in UTF-8, each time from the start. The encoding is the one that a byte order mark or the
 * sender names, else UTF-8, else Windows-1252, which spreadsheets write. What cannot be decoded, and NUL, become
 * U+FFFD: only its rows are refused.
 */
export async function utf8Bytes(source: CsvSource): Promise<() => AsyncGenerator<Uint8Array>> {
  const encoding = await encodingOf(source);
  return async function* () {
    const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
    for await (const bytes of source.bytes()) {
      yield withoutNul(decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true })));
    }
    const rest = decoder?.decode() ?? '';
    if (rest !== '') yield Buffer.from(rest);
  };
}

async function encodingOf({ bytes, charset }: CsvSource): Promise<string> {
  const marked = markedEncoding(await firstBytes(bytes(), 4));
  if (marked !== undefined) return marked;
  const named = encodingNamed(charset);
  if (named !== undefined && named !== 'utf-8') return named;
  // Text with multi-byte characters is UTF-8, even if it is damaged. Text with only invalid bytes is not UTF-8.
  const decoder = new TextDecoder('utf-8');
  const strict = new TextDecoder('utf-8', { fatal: true });
  let isValid = true;
  for await (const part of bytes()) {
    if (/[\u0080-\uFFFC]/u.test(decoder.decode(part, { stream: true }))) return 'utf-8';
    isValid &&= canDecode(strict, part);
  }
  return isValid && canDecode(strict) ? 'utf-8' : 'windows-1252';
}

function canDecode(strict: InstanceType<typeof TextDecoder>, part?: Uint8Array): boolean {
  try {
    strict.decode(part, { stream: part !== undefined });
    return true;
  } catch {
    return false;
  }
}

/** The start of a file; less if the file is shorter. */
export async function firstBytes(content: AsyncIterable<Uint8Array>, count: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of content) {
    parts.push(part);
    length += part.byteLength;
    if (length >= count) break;
  }
  return Buffer.concat(parts).subarray(0, count);
}

function markedEncoding([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark, every other byte of Latin text is zero.
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0) return 'utf-16le';
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0) return 'utf-16be';
  return undefined;
}

/** Undefined for an unknown encoding. */
function encodingNamed(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

const replacement = Buffer.from('\uFFFD').toString('latin1');
const withoutNul = (bytes: Uint8Array): Uint8Array =>
  bytes.includes(0)
    ? Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\0', replacement), 'latin1')
    : bytes;
