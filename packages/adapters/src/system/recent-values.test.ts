import { describe, expect, it } from 'vitest';
import { keepRecent } from './recent-values.js';

describe('values that are kept', () => {
  it('are so many at most: the one that was used least recently goes', () => {
    const kept = keepRecent<string, number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    expect(kept.get('a')).toBe(1);
    kept.set('c', 3);
    expect(['a', 'b', 'c'].map(kept.get)).toEqual([1, undefined, 3]);
  });

  it('are replaced by newer ones of the same key, and take no room twice', () => {
    const kept = keepRecent<string, number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.set('a', 3);
    expect(['a', 'b'].map(kept.get)).toEqual([3, 2]);
  });
});
