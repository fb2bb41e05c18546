/**
 * The text of a CSV file in the encoding that its byte order mark or its content type names, else in UTF-8, else in
 * Windows-1252, which spreadsheets write. What cannot be decoded becomes U+FFFD: only its rows are refused.
 */
export function decodeCsv(bytes: Uint8Array, contentType = ''): string {
  const named = decoderOf(/charset="?([^\s;"]+)/iu.exec(contentType)?.[1]);
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  if (named !== undefined && named.encoding !== 'utf-8') return named.decode(bytes);
  const text = new TextDecoder('utf-8').decode(bytes);
  // Text with multi-byte characters is UTF-8, even if it is damaged. Text with only invalid bytes is not UTF-8.
  return text.includes('\uFFFD') && !/[\u0080-\uFFFC]/u.test(text)
    ? new TextDecoder('windows-1252').decode(bytes)
    : text;
}

function markedEncoding([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark, every other byte of Latin text is zero.
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0) return 'utf-16le';
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0) return 'utf-16be';
  return undefined;
}

/** Undefined for an unknown encoding. */
function decoderOf(label: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label);
  } catch {
    return undefined;
  }
}
