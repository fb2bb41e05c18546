import type { Socket } from 'node:net';

type Options = {
  /** Asks the server for anything, on a connection of its own. */
  readonly probe: () => Promise<unknown>;
  /** Milliseconds of silence after which the server is probed, and after which it counts as frozen. */
  readonly probeAfterMs: number;
  readonly frozenAfterMs: number;
};

export type ServerWatch = {
  readonly add: (socket: Socket) => void;
  readonly isFrozen: () => boolean;
  /** Counts work that waits for the server. `giveUp` is called when the server freezes. Call the answer at its end. */
  readonly whileWaiting: (giveUp: () => void) => () => void;
  readonly stop: () => void;
};

const tickMs = 250;

/** Errors of a probe that got no answer. With any other, such as a refused connection, the server is not frozen. */
const unanswered = /^(CONNECT_TIMEOUT|CONNECTION_(CLOSED|DESTROYED|ENDED)|57014)$/u;

/**
 * Notices a server that accepts connections and answers nothing, in seconds rather than after a statement's timeout. A
 * slow statement is no such server: a probe on another connection is answered meanwhile. When the server freezes, its
 * connections are destroyed and waiting work is given up; further work fails at once until a probe is answered.
 */
export function makeServerWatch({ probe, probeAfterMs, frozenAfterMs }: Options): ServerWatch {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let [bytes, heardAt, tickedAt] = [0, 0, 0];
  let isFrozen = false;
  let isProbing = false;

  const heard = (): void => {
    heardAt = performance.now();
    isFrozen = false;
  };
  const freeze = (): void => {
    isFrozen = true;
    for (const socket of sockets) socket.destroy();
    for (const giveUp of waiting) giveUp();
  };
  const startProbe = (): void => {
    isProbing = true;
    probe()
      .then(heard, (error: unknown) => {
        if (!unanswered.test(String((error as { readonly code?: unknown }).code))) heard();
      })
      .finally(() => {
        isProbing = false;
      });
  };
  const tick = (): void => {
    if (waiting.size === 0 && !isFrozen) return stop();
    const now = performance.now();
    // This process was busy itself, and has not yet read what the server sent.
    const wasBusy = now - tickedAt > 4 * tickMs;
    tickedAt = now;
    const received = [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0);
    if (received !== bytes || wasBusy) heardAt = now;
    bytes = received;
    const silenceMs = now - heardAt;
    if (silenceMs >= probeAfterMs && !isProbing) startProbe();
    if (silenceMs >= frozenAfterMs && !isFrozen) freeze();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    add: (socket) => {
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        bytes -= socket.bytesRead;
      });
    },
    isFrozen: () => isFrozen,
    whileWaiting: (giveUp) => {
      waiting.add(giveUp);
      if (timer === undefined) {
        heardAt = tickedAt = performance.now();
        timer = setInterval(tick, tickMs);
        timer.unref();
      }
      return () => waiting.delete(giveUp);
    },
    stop,
  };
}
