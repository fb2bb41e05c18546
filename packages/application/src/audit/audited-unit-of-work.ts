import { okAsync, ResultAsync } from 'neverthrow';
import type { Change } from '../ports/change.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { ReadRepositories, Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Act, ActContext } from './act.js';
import { makeActRecorder } from './act-recorder.js';
import { meanings, order, type Write } from './audited-repositories.js';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly acts: ActContext;
  readonly clock: Clock;
  readonly ids: Ids;
};
type Recorder = ReturnType<typeof makeActRecorder>;

/**
 * The unit of work, with an entry in the audit log for each act that changes something. The entry commits with the
 * change. Outside of acts it is the unit of work itself.
 */
export const auditedUnitOfWork = ({ unitOfWork, acts, clock, ids }: Deps): UnitOfWork => ({
  run: (work) => {
    const act = acts.current();
    if (act === undefined) return unitOfWork.run(work);
    return unitOfWork.run((repositories) => {
      // A transaction may be tried again: what the first try has recorded does not count.
      const recorder = makeActRecorder(act);
      return work(watched(repositories, act, recorder)).andThen((result) => {
        const entries = recorder.entries({ ids, at: clock.now() });
        return (entries.length === 0 ? okAsync(undefined) : repositories.auditLog.add(entries)).map(() => result);
      });
    });
  },
  read: (work) => {
    const act = acts.current();
    return act === undefined
      ? unitOfWork.read(work)
      : unitOfWork.read((repositories) => work(watched(repositories, act, makeActRecorder(act))));
  },
  commit: (change) => {
    const act = acts.current();
    if (act === undefined) return unitOfWork.commit(change);
    const recorder = makeActRecorder(act);
    recordChange(recorder, change);
    const audit = recorder.entries({ ids, at: clock.now() });
    return unitOfWork.commit(audit.length === 0 ? change : { ...change, audit });
  },
});

function recordChange(recorder: Recorder, change: Change): void {
  if (change.order !== undefined && change.order.type !== 'unchanged')
    recorder.wrote('orders', order, [change.order.order]);
}

/** Repositories that report what is read and written. */
function watched<All extends Repositories | ReadRepositories>(repositories: All, act: Act, recorder: Recorder): All {
  const entries = Object.entries(repositories).map(([name, repository]: [string, unknown]) => {
    if (name === 'commit') return [name, watchedCommit(repository as Repositories['commit'], recorder)] as const;
    if (name === 'locking') return [name, watched(repository as never, act, recorder)] as const;
    const methods = (meanings as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[name];
    return [
      name,
      methods === undefined ? repository : watchedMethods(name, repository, methods, act, recorder),
    ] as const;
  });
  return Object.fromEntries(entries) as All;
}

const watchedCommit =
  (commit: Repositories['commit'], recorder: Recorder): Repositories['commit'] =>
  (change) =>
    commit(change).map(() => recordChange(recorder, change));

function watchedMethods(
  name: string,
  repository: unknown,
  methods: Readonly<Record<string, unknown>>,
  act: Act,
  recorder: Recorder,
): unknown {
  if (typeof repository !== 'object' || repository === null) return repository;
  return Object.fromEntries(
    Object.entries(repository).map(([method, call]: [string, unknown]) => {
      const meaning = methods[method];
      if (typeof call !== 'function' || meaning === 'part' || meaning === undefined) return [method, call];
      const original = call as (...args: readonly unknown[]) => ResultAsync<unknown, unknown>;
      return [
        method,
        (...args: readonly unknown[]) =>
          // Not a tee, which would swallow a defect and so lose an entry.
          original(...args).map((result) => {
            if (meaning === 'read') act.seen.set(name, [...(act.seen.get(name) ?? []), seenOf(result)]);
            else recordWrites(recorder, name, meaning as Write, args);
            return result;
          }),
      ];
    }),
  );
}

function recordWrites(recorder: Recorder, name: string, write: Write, args: readonly unknown[]): void {
  const writes = write.split === undefined ? [args] : write.split(...(args as never[]));
  for (const each of writes) recorder.wrote(name, write, each);
}

/** What stored things are, without what is stored beside them. */
const seenOf = (result: unknown): unknown =>
  typeof result === 'object' && result !== null && 'order' in result && 'version' in result ? result.order : result;
