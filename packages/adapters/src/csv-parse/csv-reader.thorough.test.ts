import { describe, expect, it } from 'vitest';
import { turnsDuring } from '../../testing/turns-during.js';
import { makeCsvReader } from './csv-reader.js';

describe('reading CSV that is meant to take long', () => {
  const { read } = makeCsvReader();

  it('refuses a file of more than 250,000 rows whose quotes do not fit', async () => {
    const csv = `a\n${'"x\n'.repeat(3_000_000)}`;
    let reason = '';
    const turns = await turnsDuring(async () => {
      reason = (await read(csv))._unsafeUnwrapErr().reason;
    });
    expect(reason).toBe('the file has more than 250000 rows');
    expect(turns).toBeGreaterThanOrEqual(250_000);
  });

  it('refuses a file of more than 250,000 rows of quoted line breaks', async () => {
    const csv = `a\n${'"x\n"\n'.repeat(1_500_000)}`;
    expect((await read(csv))._unsafeUnwrapErr().reason).toBe('the file has more than 250000 rows');
  });

  it('leaves out three million lines of bare quotes, which have no text', async () => {
    expect((await read(`a\n${'"\n'.repeat(3_000_000)}`))._unsafeUnwrap().rows).toEqual([]);
  });

  it('lets other work go on while it reads 20,000 wrong quotes', async () => {
    expect(await turnsDuring(async () => read(`a,b\n${'1"x,2\n'.repeat(20_000)}`))).toBeGreaterThanOrEqual(20_000);
  });
});
