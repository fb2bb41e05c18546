import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { unpackWoff } from './unpack-woff.js';

const file = createRequire(import.meta.url).resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff');

/** The sum of a table's 32-bit words, as the OpenType specification has it. */
function checksumOf(table: Buffer): number {
  let sum = 0;
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}

it('makes a TrueType font whose every table is whole', () => {
  const font = unpackWoff(readFileSync(file));
  const count = font.readUInt16BE(4);
  expect(font.readUInt32BE(0)).toBe(0x00010000);
  expect(count).toBeGreaterThan(10);
  for (let index = 0; index < count; index += 1) {
    const entry = font.subarray(12 + 16 * index);
    const tag = entry.toString('latin1', 0, 4);
    const [sum, offset, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    expect(offset % 4).toBe(0);
    const table = Buffer.from(font.subarray(offset, offset + length + (-length & 3)));
    // The table "head" is summed up with its own field for the sum of the font left out.
    if (tag === 'head') table.writeUInt32BE(0, 8);
    expect([tag, checksumOf(table)]).toEqual([tag, sum]);
  }
});

it('refuses what is no WOFF file', () => {
  expect(() => unpackWoff(Buffer.from('%PDF-1.3'))).toThrow('the font is no WOFF file');
  expect(() => unpackWoff(Buffer.alloc(100))).toThrow('the font is no WOFF file');
});
