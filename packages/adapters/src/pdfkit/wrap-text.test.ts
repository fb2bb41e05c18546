import { describe, expect, it } from 'vitest';
import { plainLine, wrapText } from './wrap-text.js';

const wrap = (text: string, width: number) => wrapText(text, width, ({ length }) => length);

describe('a text that is wrapped', () => {
  it('is broken between words, as late as possible', () => {
    expect(wrap('a long name of a mug', 6)).toEqual(['a long', 'name', 'of a', 'mug']);
  });

  it('is broken within a word that is wider than a line, never within a character', () => {
    expect(wrap('to abcdefghij k', 4)).toEqual(['to', 'abcd', 'efgh', 'ij k']);
    expect(wrap('e\u0301e\u0301e\u0301', 3)).toEqual(['e\u0301', 'e\u0301', 'e\u0301']);
  });

  it('has no line when there is nothing to say, and one for what is wider than any line', () => {
    expect(wrap('', 4)).toEqual([]);
    expect(wrap('👩‍👩‍👧', 1)).toEqual(['👩‍👩‍👧']);
  });
});

describe('a text as one line', () => {
  it('has no line ends, no control and no invisible characters', () => {
    expect(plainLine(' Mug\r\n\t\u0000large\u200b\u202e\ufeff ')).toBe('Mug large');
  });

  it('ends before nobody reads on, at a whole character', () => {
    const line = plainLine('e\u0301'.repeat(2_000).normalize('NFD'));
    expect(line).toHaveLength(300);
    expect(line.endsWith('é…')).toBe(true);
    expect(plainLine('x'.repeat(300))).toBe('x'.repeat(300));
    expect([...new Intl.Segmenter('en').segment(plainLine('👩‍👩‍👧'.repeat(1_000)))].length).toBeLessThanOrEqual(300);
  });
});
