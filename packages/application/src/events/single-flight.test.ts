import { expect, it } from 'vitest';
import { makeSingleFlight } from './single-flight.js';

it('runs once more for any number of requests during a run, and never twice at the same time', async () => {
  let [runs, running, most] = [0, 0, 0];
  const flight = makeSingleFlight(
    async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      if (runs === 1) for (let requests = 0; requests < 5; requests += 1) flight.request();
      await Promise.resolve();
      running -= 1;
    },
    () => undefined,
  );
  flight.request();
  expect(flight.isRunning()).toBe(true);
  await flight.settled();
  expect([runs, most, flight.isRunning()]).toEqual([2, 1, false]);
});

it('runs again after a run that threw', async () => {
  const defects: unknown[] = [];
  let runs = 0;
  const flight = makeSingleFlight(
    async () => {
      runs += 1;
      if (runs === 1) throw new Error('a defect');
    },
    (defect) => defects.push(defect),
  );
  flight.request();
  await flight.settled();
  flight.request();
  await flight.settled();
  expect([runs, defects]).toEqual([2, [new Error('a defect')]]);
});
