import type { Timers } from '@cartwright/application';
import type { onSendAsyncHookHandler, RouteOptions } from 'fastify';

export type HoldOptions = {
  /** Milliseconds: as long as any process may answer what it has read before (`makeReadLeases`). */
  readonly forMs: number;
  /** Milliseconds that never go back, as `performance.now` has them. */
  readonly now: () => number;
  readonly timers: Timers;
};

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Holds the answers of routes that may write until no process has a lease any more that it was given before. So whoever is
 * told that something is written reads it, whichever process they ask (ADR 0028). For `onRoute`: routes that only read
 * do not even have the hook.
 *
 * @example app.addHook('onRoute', holdWrites({ forMs: 5, now: () => performance.now(), timers: makeNodeTimers() }));
 */
export function holdWrites({ forMs, now, timers }: HoldOptions): (route: RouteOptions) => void {
  // All wait equally long, so the first to come is the first to go: one timer does for all.
  const held: { readonly until: number; readonly send: () => void }[] = [];
  let isWaiting = false;
  const wait = (): void => {
    const [first] = held;
    if (first === undefined || isWaiting) return;
    isWaiting = true;
    timers.after(Math.ceil(first.until - now()), () => {
      isWaiting = false;
      // A timer may go off a little early by this clock.
      while (held[0] !== undefined && held[0].until <= now()) held.shift()?.send();
      wait();
    });
  };
  // A promise, not a callback: an answer that cannot be written fails its own request, not the timer and all who wait on it.
  const hold: onSendAsyncHookHandler = async () =>
    new Promise<void>((resolve) => {
      held.push({ until: now() + forMs, send: resolve });
      wait();
    });
  return (route) => {
    const mayWrite = [route.method].flat().some((method) => writing.has(method));
    if (!(route.config?.held ?? mayWrite)) return;
    // After whatever else the route does to its answer.
    route.onSend = [...[route.onSend ?? []].flat(), hold];
  };
}
