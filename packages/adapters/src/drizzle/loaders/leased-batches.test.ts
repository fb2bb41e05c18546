import { expect, it, vi } from 'vitest';
import { leasedBatches } from './leased-batches.js';
import { makeReadLeases, mayWrite, noLeases } from './read-leases.js';

type Seen = { readonly name: string; readonly version: number };
type Ask = (names: readonly string[]) => Promise<ReadonlyMap<string, Seen>>;

/** Reads whose clock and whose answers go on when a test says so. */
function openReads() {
  let at = 1000;
  let version = 1;
  let answered: Promise<unknown> = Promise.resolve();
  const leases = makeReadLeases({ leaseMs: 3, now: () => at });
  const ask = vi.fn<Ask>(async (names) => {
    const found = new Map(names.filter((name) => name !== 'nothing').map((name) => [name, { name, version }]));
    await answered;
    return found;
  });
  return {
    ...leasedBatches<Seen>(leases, { atOnce: 1, most: 10 }, ask),
    leases,
    ask,
    pass: (ms: number) => void (at += ms),
    write: () => void (version += 1),
    /** What is asked from now on is read at once and answered when the returned function is called. */
    delay: () => {
      let go = (): void => undefined;
      answered = new Promise<void>((resolve) => {
        go = resolve;
      });
      return go;
    },
  };
}

it('an answer is given again without a question for three milliseconds, and not a moment longer', async () => {
  const { read, held, ask, pass } = openReads();
  const first = await read('mug');
  pass(2.999);
  expect([held('mug'), await read('mug')]).toEqual([first, first]);
  expect(await read('mug')).toBe(first);
  expect(ask).toHaveBeenCalledTimes(1);
  pass(0.001);
  expect(held('mug')).toBeUndefined();
  await read('mug');
  expect(ask).toHaveBeenCalledTimes(2);
});

it('the three milliseconds are counted from before the question, however long its answer takes', async () => {
  const { read, held, delay, pass, ask } = openReads();
  const answer = delay();
  const reading = read('mug');
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
  pass(3);
  answer();
  await reading;
  expect(held('mug')).toBeUndefined();
});

it('a commit ends all leases at once', async () => {
  const { read, held, leases, write } = openReads();
  await Promise.all([read('mug'), read('pen')]);
  write();
  leases.endAll();
  expect([held('mug'), held('pen')]).toEqual([undefined, undefined]);
  expect(await read('mug')).toEqual({ name: 'mug', version: 2 });
});

it('what was asked before a commit and comes back after it is not given again', async () => {
  const { read, held, leases, write, delay, ask } = openReads();
  const answer = delay();
  const reading = read('mug');
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
  write();
  leases.endAll();
  answer();
  expect(await reading).toEqual({ name: 'mug', version: 1 });
  expect(held('mug')).toBeUndefined();
  expect(await read('mug')).toEqual({ name: 'mug', version: 2 });
});

it('who asks while another asks waits for no question of their own when the answer is leased by then', async () => {
  const { read, delay, ask } = openReads();
  const answer = delay();
  const first = read('mug');
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
  const others = [read('mug'), read('mug')];
  answer();
  const answers = await Promise.all([first, ...others]);
  expect(new Set(answers).size).toBe(1);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('what is not there is asked for each time, and what fails is asked for again', async () => {
  const { read, ask } = openReads();
  expect([await read('nothing'), await read('nothing')]).toEqual([undefined, undefined]);
  ask.mockRejectedValueOnce(new Error('away'));
  await expect(read('mug')).rejects.toThrow('away');
  expect(await read('mug')).toEqual({ name: 'mug', version: 1 });
  expect(ask).toHaveBeenCalledTimes(4);
});

it('without leases everything is asked for each time', async () => {
  const ask = vi.fn<Ask>(async (names) => new Map(names.map((name) => [name, { name, version: 1 }])));
  const { read, held } = leasedBatches(noLeases, { atOnce: 1, most: 10 }, ask);
  await read('mug');
  expect(held('mug')).toBeUndefined();
  await read('mug');
  expect(ask).toHaveBeenCalledTimes(2);
});

it.each([
  ['select 1', false],
  ['  \n SELECT "id" from products', false],
  ['selection', true],
  ['with kept as (insert into carts values (1)) select', true],
  ['update stock set available = 1', true],
  ['', true],
])('%j may write: %s', (statement, expected) => {
  expect(mayWrite(statement)).toBe(expected);
});
