import type { CallContext } from '../ports/audit/call-context.js';

/** One call of a use case that the audit log is to name. */
export type Act = {
  readonly action: string;
  readonly actorId: string;
  readonly apiKeyId?: string;
  readonly ip?: string;
  /** What the use case has read so far, by repository: the state before its change. */
  readonly seen: Map<string, unknown[]>;
};
export type ActContext = CallContext<Act>;
