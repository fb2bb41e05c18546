import type { Socket } from 'node:net';
import type { PoolState } from '../drizzle/connection/pool-state.js';

export type PoolMeter = {
  readonly add: (socket: Socket) => void;
  /** Counts a statement or a transaction outside of any other. Call what is returned at its end. */
  readonly begin: () => () => void;
  readonly state: () => PoolState;
};

/** Counts the connections of one pool, which postgres.js does not show. */
export function makePoolMeter(): PoolMeter {
  // Their `close` is no help: postgres.js removes all listeners before it starts TLS.
  const sockets = new Set<Socket>();
  let underWay = 0;
  const forgetClosed = (): void => {
    for (const socket of sockets) if (socket.destroyed) sockets.delete(socket);
  };
  return {
    add: (socket) => {
      forgetClosed();
      sockets.add(socket);
    },
    begin: () => {
      underWay += 1;
      return () => {
        underWay -= 1;
      };
    },
    state: () => {
      forgetClosed();
      const active = Math.min(sockets.size, underWay);
      return { active, idle: sockets.size - active, waiting: underWay - active };
    },
  };
}
