import type { Socket } from 'node:net';

type Options = {
  /** Asks the server for anything, on a connection of its own. */
  readonly probe: () => Promise<unknown>;
  /** Milliseconds of silence after which the server is probed, and after which it counts as frozen. */
  readonly probeAfterMs: number;
  readonly frozenAfterMs: number;
  /** Milliseconds after which a connection is destroyed that has not responded, whatever others do. 0: never. */
  readonly respondAfterMs: number;
};

/** How much a connection has sent and received, and since when it owes a response. */
type Traffic = { received: number; sent: number; owesSince: number | undefined };

export type ServerWatch = {
  readonly add: (socket: Socket) => void;
  readonly isFrozen: () => boolean;
  /**
   * Counts work that waits for the server. `giveUp` is called when the server freezes. Call what is returned at the end
   * of the work, with whether the server responded.
   */
  readonly whileWaiting: (giveUp: () => void) => (hasResponded: boolean) => void;
  readonly stop: () => void;
};

const tickMs = 250;

/** Errors of a probe that got no response. With any other, such as a refused connection, the server is not frozen. */
const unanswered = /^(CONNECT_TIMEOUT|CONNECTION_(CLOSED|DESTROYED|ENDED)|57014)$/u;

/**
 * Detects a frozen server, which accepts connections and does not respond, before statements time out. A server that
 * is slow over one statement responds to a probe on another connection. The connections to a frozen server are
 * destroyed, waiting work is given up, and further work fails at once until the server responds.
 *
 * A single backend can freeze too. Its connection is destroyed after `respondAfterMs` without a response, which must be
 * longer than the statement timeout.
 */
export function makeServerWatch({ probe, probeAfterMs, frozenAfterMs, respondAfterMs }: Options): ServerWatch {
  const sockets = new Map<Socket, Traffic>();
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
    for (const socket of sockets.keys()) socket.destroy();
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
  const destroyUnanswered = (now: number, wasBusy: boolean): void => {
    for (const [socket, traffic] of sockets) {
      const hasReceived = socket.bytesRead !== traffic.received;
      const hasSent = socket.bytesWritten !== traffic.sent;
      traffic.received = socket.bytesRead;
      traffic.sent = socket.bytesWritten;
      // Which came last is unknown where both happened. While no work waits, nothing is owed at all.
      if (hasSent || (wasBusy && traffic.owesSince !== undefined)) traffic.owesSince = now;
      else if (hasReceived) traffic.owesSince = undefined;
      else if (traffic.owesSince !== undefined && now - traffic.owesSince >= respondAfterMs) socket.destroy();
    }
  };
  const tick = (): void => {
    if (waiting.size === 0 && !isFrozen) return stop();
    const now = performance.now();
    // This process was busy itself, and has not yet read what the server sent.
    const wasBusy = now - tickedAt > 4 * tickMs;
    tickedAt = now;
    const received = [...sockets.keys()].reduce((sum, socket) => sum + socket.bytesRead, 0);
    if (respondAfterMs > 0) destroyUnanswered(now, wasBusy);
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
      sockets.set(socket, { received: 0, sent: 0, owesSince: undefined });
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
        for (const [socket, traffic] of sockets) {
          traffic.received = socket.bytesRead;
          traffic.sent = socket.bytesWritten;
          traffic.owesSince = undefined;
        }
        timer = setInterval(tick, tickMs);
        timer.unref();
      }
      return (hasResponded) => {
        waiting.delete(giveUp);
        if (hasResponded && isFrozen) heard();
      };
    },
    stop,
  };
}
