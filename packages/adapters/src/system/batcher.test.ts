import { expect, it } from 'vitest';
import { makeBatcher } from './batcher.js';

/** Questions are answered when the test says so. */
const heldBack = (options: { readonly concurrency: number; readonly maxSize: number }) => {
  const batches: {
    readonly questions: readonly number[];
    readonly answer: () => void;
    readonly fail: (reason: Error) => void;
  }[] = [];
  const ask = makeBatcher(
    options,
    (questions: readonly number[]) =>
      new Promise<readonly string[]>((resolve, reject) => {
        batches.push({ questions, answer: () => resolve(questions.map((each) => `answer ${each}`)), fail: reject });
      }),
  );
  return { ask, batches, asked: () => batches.map(({ questions }) => questions) };
};
const aTurn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

it('asks together what comes in one turn, and answers each with its own', async () => {
  const { ask, batches, asked } = heldBack({ concurrency: 1, maxSize: 10 });
  const answers = Promise.all([ask(1), ask(2), ask(3)]);
  await aTurn();
  expect(asked()).toEqual([[1, 2, 3]]);
  batches[0]?.answer();
  expect(await answers).toEqual(['answer 1', 'answer 2', 'answer 3']);
});

it('has what comes while as many batches as may are under way wait, and go together', async () => {
  const { ask, batches, asked } = heldBack({ concurrency: 2, maxSize: 10 });
  const first = ask(1);
  await aTurn();
  const second = ask(2);
  await aTurn();
  const later = [ask(3), ask(4)];
  await aTurn();
  expect(asked()).toEqual([[1], [2]]);
  batches[1]?.answer();
  await second;
  await aTurn();
  expect(asked()).toEqual([[1], [2], [3, 4]]);
  batches[0]?.answer();
  batches[2]?.answer();
  expect(await Promise.all([first, ...later])).toEqual(['answer 1', 'answer 3', 'answer 4']);
});

it('asks no more at once than a batch may hold', async () => {
  const { ask, batches, asked } = heldBack({ concurrency: 2, maxSize: 2 });
  const answers = [1, 2, 3, 4, 5].map((question) => ask(question));
  await aTurn();
  expect(asked()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  for (const batch of batches) batch.answer();
  await Promise.all(answers.slice(0, 4));
  await aTurn();
  expect(asked()).toEqual([[1, 2], [3, 4], [5]]);
  batches[2]?.answer();
  expect(await answers[4]).toBe('answer 5');
});

it('fails a whole batch and no other, and goes on', async () => {
  const { ask, batches } = heldBack({ concurrency: 1, maxSize: 10 });
  const failing = Promise.allSettled([ask(1), ask(2)]);
  await aTurn();
  batches[0]?.fail(new Error('away'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = ask(3);
  await aTurn();
  batches[1]?.answer();
  expect(await next).toBe('answer 3');
});

it('fails a batch that returns fewer results than items', async () => {
  const ask = makeBatcher({ concurrency: 1, maxSize: 10 }, async (questions: readonly number[]) => questions.slice(1));
  await expect(ask(1)).rejects.toThrow('another number of results');
});
