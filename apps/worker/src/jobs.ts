import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { openStorage } from '@cartwright/adapters/runtime/open-storage';
import { live, loadVariables, refuseToStart } from '@cartwright/adapters/runtime/process-life';
import { systemClock } from '@cartwright/adapters/system/system-clock';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import {
  makeListFailedJobs,
  makeListJobs,
  makePauseJob,
  makeResumeJob,
  makeRetryFailedJob,
  makeRunJobNow,
} from '@cartwright/application';

/**
 * Lists, pauses, resumes and runs jobs of the shop of `DATABASE_URL`, or else of the embedded one in `DATA_DIR`, which
 * must not be running.
 *
 * @example pnpm jobs pause send-mail
 */
const usage = 'pnpm jobs list | pause <name> | resume <name> | run <name> | failed | retry <id>';
const [command = 'list', argument = ''] = process.argv.slice(2);
const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = '.data' } = loadVariables();
const log = openLog({ level: 'warn' });
const typeOf = ({ type }: { readonly type: string }): string => type;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

live(log, async () => {
  const isKnown = ['list', 'failed'].includes(command) || ['pause', 'resume', 'run', 'retry'].includes(command);
  if (!isKnown || (!['list', 'failed'].includes(command) && argument === '')) refuseToStart([`usage: ${usage}`]);
  const { db, close } = await openStorage(
    { dataDir, databasePoolSize: 1, ...(databaseUrl === undefined ? {} : { databaseUrl }) },
    log,
  );
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const deps = { unitOfWork, clock: systemClock };
  const done = await run(deps);
  await close();
  if (done !== undefined) refuseToStart([`${done}: ${argument}`]);
});

/** Returns the type of a refusal, or nothing. */
async function run(deps: Parameters<typeof makePauseJob>[0]): Promise<string | void> {
  switch (command) {
    case 'pause':
      return makePauseJob(deps)({ name: argument }).match(() => print(`${argument} is paused`), typeOf);
    case 'resume':
      return makeResumeJob(deps)({ name: argument }).match(() => print(`${argument} is resumed`), typeOf);
    case 'run':
      return makeRunJobNow(deps)({ name: argument }).match(() => print(`${argument} is requested`), typeOf);
    case 'retry':
      return makeRetryFailedJob(deps)({ id: argument }).match(() => print(`${argument} is requested`), typeOf);
    case 'failed':
      return makeListFailedJobs(deps)({ page: 1, limit: 100 }).match(({ failed, total }) => {
        for (const { id, job, attempts, failedAt, reason } of failed)
          print([id, failedAt, job, `attempts ${attempts}`, reason].join('  '));
        print(`${total} failed`);
      }, typeOf);
    default:
      return makeListJobs(deps)({}).match((jobs) => {
        for (const { name, schedule = 'by events', lastRunAt = 'never', failures, paused } of jobs)
          print(
            [
              name.padEnd(24),
              schedule.padEnd(14),
              `last run ${lastRunAt}`,
              `failures ${failures}`,
              paused ? 'paused' : '',
            ]
              .join('  ')
              .trimEnd(),
          );
      }, typeOf);
  }
}
