/** Turns of the event loop that other work gets while something runs. */
export async function turnsDuring(run: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const other = { next: setImmediate(() => undefined) };
  const work = (): void => {
    turns += 1;
    other.next = setImmediate(work);
  };
  work();
  try {
    await run();
  } finally {
    clearImmediate(other.next);
  }
  return turns;
}
