import { ticksOf } from '@cartwright/adapters/croner/schedule-ticks';
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { live, refuseToStart } from '@cartwright/adapters/runtime/process-life';
import { makeAsyncCallContext } from '@cartwright/adapters/system/async-call-context';
import { systemClock } from '@cartwright/adapters/system/system-clock';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import {
  auditedUnitOfWork,
  commandLine,
  makeListFailedJobs,
  makeListJobs,
  makePauseJob,
  makeResumeJob,
  makeRetryFailedJob,
  makeRunJobNow,
  type Act,
} from '@cartwright/application';
import { openStoredShop } from './open-stored-shop.js';

/**
 * Lists, pauses, resumes and runs jobs of the shop of `DATABASE_URL`, or else of the embedded one in `DATA_DIR`, which
 * must not be running. What it changes has an entry in the audit log.
 *
 * @example pnpm jobs pause send-mail
 */
const usage = 'pnpm jobs list | pause <name> | resume <name> | run <name> | failed | retry <id>';
const [command = 'list', argument = ''] = process.argv.slice(2);
const log = await openLog({ level: 'warn' });
/** What the audit log calls the commands that change something: as the HTTP API does. */
const operations: Readonly<Record<string, string>> = {
  pause: 'pauseJob',
  resume: 'resumeJob',
  run: 'runJobNow',
  retry: 'retryFailedJob',
};
const typeOf = ({ type }: { readonly type: string }): string => type;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

live(log, async () => {
  const isComplete = Object.hasOwn(operations, command) ? argument !== '' : ['list', 'failed'].includes(command);
  if (!isComplete) refuseToStart([`usage: ${usage}`]);
  const { db, close } = await openStoredShop(log);
  const acts = makeAsyncCallContext<Act>();
  const deps = { acts, clock: systemClock, ids: uuidIds };
  const stored = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const unitOfWork = auditedUnitOfWork({ unitOfWork: stored, ...deps });
  const act = { action: operations[command] ?? command, actorId: commandLine, seen: new Map() };
  const refusal = await acts.run(act, () => run({ unitOfWork, clock: systemClock }));
  await close();
  if (refusal !== undefined) refuseToStart([`${refusal}: ${argument}`]);
});

const nextRun = (pattern: string, timeZone: string): string => ticksOf({ pattern, timeZone }).after(systemClock.now());

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
      return makeListFailedJobs(deps)({ page: { type: 'page', page: 1, limit: 100 } }).match(({ data, meta }) => {
        for (const { id, job, attempts, failedAt, reason } of data)
          print([id, failedAt, job, `attempts ${attempts}`, reason].join('  '));
        if ('total' in meta) print(`${meta.total} failed`);
      }, typeOf);
    default:
      return makeListJobs(deps)({}).match((jobs) => {
        for (const { name, schedule, timeZone, lastRunAt = 'never', failures, paused } of jobs)
          print(
            [
              name.padEnd(24),
              (schedule ?? 'by events').padEnd(14),
              `last run ${lastRunAt}`.padEnd(33),
              ...(schedule === undefined ? [] : [`next run ${nextRun(schedule, timeZone)}`]),
              `failures ${failures}`,
              ...(paused ? ['paused'] : []),
            ].join('  '),
          );
      }, typeOf);
  }
}
