import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors/problem.js';
import { wholeList } from './whole-list.js';

const rowsOf = (...names: readonly string[]) => names.map((name) => ({ name }));
const read = (names: readonly string[], query: Parameters<typeof wholeList>[1]) => {
  const { data, meta } = wholeList(rowsOf(...names), query, ({ name }) => name);
  return { names: data.map(({ name }) => name), meta };
};
const cursorAfter = (names: readonly string[], limit: number): string => {
  const { meta } = read(names, { cursor: '', limit });
  return 'nextCursor' in meta ? String(meta.nextCursor) : '';
};

describe('a list that is read completely', () => {
  it('has pages by number', () => {
    expect(read(['a', 'b', 'c'], { page: 2, limit: 2 })).toEqual({
      names: ['c'],
      meta: { page: 2, limit: 2, total: 3, totalPages: 2 },
    });
  });

  it('continues from a cursor to its end', () => {
    const cursor = cursorAfter(['a', 'b', 'c'], 2);
    expect(read(['a', 'b', 'c'], { cursor, limit: 2 })).toEqual({ names: ['c'], meta: { limit: 2, nextCursor: null } });
    expect(read(['a', 'b'], { cursor: '', limit: 2 }).meta).toEqual({ limit: 2, nextCursor: null });
    expect(read([], { cursor: '' })).toEqual({ names: [], meta: { limit: 20, nextCursor: null } });
  });

  it('neither repeats nor omits rows when others come or go', () => {
    const cursor = cursorAfter(['a', 'b', 'c'], 2);
    expect(read(['new', 'a', 'b', 'c'], { cursor }).names).toEqual(['c']);
    expect(read(['b', 'c'], { cursor }).names).toEqual(['c']);
  });

  it('continues at its place when the last row seen was removed', () => {
    const cursor = cursorAfter(['a', 'b', 'c'], 2);
    expect(read(['a', 'c'], { cursor }).names).toEqual(['c']);
  });

  it('ends also when ids repeat', () => {
    const first = cursorAfter(['a', 'a', 'a'], 1);
    const { meta } = read(['a', 'a', 'a'], { cursor: first, limit: 1 });
    const second = 'nextCursor' in meta ? String(meta.nextCursor) : '';
    expect(read(['a', 'a', 'a'], { cursor: second, limit: 1 }).meta).toEqual({ limit: 1, nextCursor: null });
  });

  it.each(['x', 'W10', Buffer.from('["a",-1]').toString('base64url'), Buffer.from('[1,1]').toString('base64url')])(
    'refuses the cursor %s, which it has not made',
    (cursor) => {
      expect(() => read(['a', 'b'], { cursor })).toThrow(Refusal);
      expect(() => read(['a', 'b'], { cursor })).toThrow('list.cursor-malformed');
    },
  );

  it('refuses a cursor beside a page number', () => {
    expect(() => read(['a'], { cursor: '', page: 1 })).toThrow(Refusal);
  });
});
