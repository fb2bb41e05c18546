import type { Instant } from '@cartwright/domain';
import type { AuditEntry, AuditFacts } from '../ports/audit/audit-log.js';
import type { Ids } from '../ports/ids.js';
import type { Act } from './act.js';
import type { Write } from './audited-repositories.js';

type Target = {
  readonly type: string;
  readonly id?: string;
  /** Only a job was requested. */
  readonly isRequest: boolean;
  readonly before?: AuditFacts;
  after?: AuditFacts;
};

/** Maximum characters of a logged fact. Longer ones are replaced by a note. */
const longest = 4_000;

/** Collects what one transaction of an act changes. */
export function makeActRecorder(act: Act) {
  const targets = new Map<string, Target>();
  let isActorErased = false;
  return {
    /** `args` are those of the repository's method. */
    wrote: (
      repository: string,
      { takes, isOnly = false, show = showAll, compare, targetOf, ...write }: Write,
      args: readonly unknown[],
    ): void => {
      const facts = show as (...all: readonly unknown[]) => AuditFacts;
      const given = isOnly ? undefined : idOf(args[0]);
      const { type, id } = targetOf?.(args[0] as never) ?? { type: write.type, id: given };
      const isRequest = repository === 'outbox';
      const key = `${isRequest ? 'request of ' : ''}${type} ${id ?? ''}`;
      const seen = (act.seen.get(repository) ?? []).findLast((value) => isOnly || idOf(value) === id);
      const after =
        takes === 'removed id'
          ? undefined
          : { ...facts(...args), ...(seen === undefined ? {} : compare?.(seen as never, args[0] as never)) };
      if (repository === 'personalData' && id === act.actorId) isActorErased = true;
      const known = targets.get(key);
      if (known !== undefined) {
        known.after = { ...known.after, ...after };
        return;
      }
      targets.set(key, {
        type,
        isRequest,
        ...(id === undefined ? {} : { id }),
        ...(seen === undefined || takes === 'id' ? {} : { before: facts(seen) }),
        ...(after === undefined ? {} : { after }),
      });
    },
    /** The entries of what was changed; an act that only requests a job has one as well. */
    entries: ({ ids, at }: { readonly ids: Ids; readonly at: Instant }): readonly AuditEntry[] => {
      const all = [...targets.values()];
      const others = all.filter(({ isRequest }) => !isRequest);
      const changed = others.filter(({ before, after }) => before === undefined || differs(before, after));
      const reported = changed.length > 0 ? changed : (others.length > 0 ? others : all).slice(0, 1);
      return reported.map(({ type, id, before, after }) => {
        const changes = changesOf(before, after);
        return {
          id: ids.next(),
          at,
          actorId: act.actorId,
          ...(act.apiKeyId === undefined ? {} : { apiKeyId: act.apiKeyId }),
          // A user who erases their own account leaves no address.
          ...(act.ip === undefined || isActorErased ? {} : { ip: act.ip }),
          action: act.action,
          target: { type, ...(id === undefined ? {} : { id }) },
          ...changes,
        };
      });
    },
  };
}

/** What a repository calls the thing that it stores. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { id, order, promotion, variantId, userId, name } = value as Readonly<Record<string, unknown>>;
  if (typeof id === 'string') return id;
  for (const inner of [order, promotion]) if (typeof inner === 'object' && inner !== null) return idOf(inner);
  return [variantId, userId, name].find((each): each is string => typeof each === 'string');
}

const showAll = (value: unknown): AuditFacts =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as AuditFacts) : {};

const differs = (before: AuditFacts, after: AuditFacts | undefined): boolean =>
  after === undefined || JSON.stringify(before) !== JSON.stringify(after);

/** Of a change only what is different; of something that is new or gone all of it. */
function changesOf(
  before: AuditFacts | undefined,
  after: AuditFacts | undefined,
): Pick<AuditEntry, 'before' | 'after'> {
  const isSame = (key: string): boolean => JSON.stringify(before?.[key]) === JSON.stringify(after?.[key]);
  const part = (facts: AuditFacts): AuditFacts =>
    Object.fromEntries(
      Object.entries(facts)
        .filter(([key, value]) => value !== undefined && (before === undefined || after === undefined || !isSame(key)))
        .map(([key, value]) => [key, JSON.stringify(value).length > longest ? 'too long to be shown' : value]),
    );
  return {
    ...(before === undefined ? {} : { before: part(before) }),
    ...(after === undefined ? {} : { after: part(after) }),
  };
}
