export type BatchOptions = {
  /** Batches under way at once; what is asked meanwhile waits and goes together. */
  readonly atOnce: number;
  /** Askers in one batch, at most. */
  readonly most: number;
};

/**
 * Answers many askers with few questions: an asker goes at once while fewer than `atOnce` batches are under way, and with
 * everybody else who has come meanwhile afterwards. So nobody waits on purpose, and the busier it is, the less each costs.
 * `ask` answers in the order of what it is asked; when it rejects, all of its batch do.
 *
 * @example
 * const nameOf = inBatches({ atOnce: 2, most: 100 }, (ids: readonly string[]) => readNames(ids));
 * await Promise.all([nameOf('a'), nameOf('b')]);
 */
export function inBatches<Question, Answer>(
  { atOnce, most }: BatchOptions,
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  type Asker = {
    readonly question: Question;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (reason: unknown) => void;
  };
  let waiting: Asker[] = [];
  let underWay = 0;
  let isScheduled = false;

  const settle = async (batch: readonly Asker[]): Promise<void> => {
    try {
      const answers = await ask(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error('a batch answers each of its questions');
      // The lengths are equal: there is an answer at each index.
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const start = (): void => {
    isScheduled = false;
    while (waiting.length > 0 && underWay < atOnce) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      underWay += 1;
      void settle(batch).finally(() => {
        underWay -= 1;
        start();
      });
    }
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      // Once what else this turn of the event loop brings has come.
      if (isScheduled || underWay >= atOnce) return;
      isScheduled = true;
      setImmediate(start);
    });
}
