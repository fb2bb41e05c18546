import { expect, it } from 'vitest';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { logFailures } from './log-failures.js';

it('failures of the database are logged by their code, at most one line of a code in ten seconds', () => {
  const [log, clock] = [makeCollectedLog(), makeFakeClock()];
  const failed = logFailures({ log, clock });
  for (const code of ['55P03', '55P03', '57014', '55P03']) failed(code);
  clock.advance(10_000);
  failed('55P03');
  expect(log.lines.map(({ facts }) => facts)).toEqual([
    { code: '55P03', failures: 1 },
    { code: '57014', failures: 1 },
    { code: '55P03', failures: 3 },
  ]);
});
