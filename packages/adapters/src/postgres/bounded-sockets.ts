import { connect, type Socket } from 'node:net';

type Target = { readonly host: readonly string[]; readonly port: readonly number[]; readonly path: string | false };

export type BoundedSockets = {
  /** For postgres.js's option `socket`. */
  readonly open: (target: Target) => Socket;
  /** Counts work that waits for a response; only then is silence a failure. Call the returned function at its end. */
  readonly whileWaiting: () => () => void;
};

/**
 * Sockets that are destroyed after `silenceMs` (0: never) without a byte either way while a response is awaited. To
 * postgres.js this is a lost connection, and it fails whatever ran there. The statement timeout is shorter, so a server
 * that works always sends something before.
 */
export function makeBoundedSockets({ silenceMs }: { readonly silenceMs: number }): BoundedSockets {
  let waiting = 0;
  let attempts = 0;
  return {
    open: ({ host, port, path }) => {
      const at = attempts % host.length;
      attempts += 1;
      // Not yet connected, on purpose: what postgres.js writes meanwhile is stored, and its connect timeout covers the
      // wait.
      const socket =
        path === false
          ? connect({ host: host[at] ?? 'localhost', port: port[at] ?? port[0] ?? 5432 })
          : connect({ path });
      socket.setNoDelay(true);
      // postgres.js takes the name to check a certificate against from here.
      const named = Object.assign(socket, { host: host[at] ?? 'localhost' });
      if (silenceMs > 0) destroyWhenSilent(named, silenceMs, () => waiting > 0);
      return named;
    },
    whileWaiting: () => {
      waiting += 1;
      let isWaiting = true;
      return () => {
        if (isWaiting) waiting -= 1;
        isWaiting = false;
      };
    },
  };
}

function destroyWhenSilent(socket: Socket, silenceMs: number, isAwaited: () => boolean): void {
  const listen = (): void => {
    socket.on('timeout', () => {
      if (isAwaited()) socket.destroy();
    });
  };
  // Before it starts TLS, postgres.js removes all listeners from the socket below; this one has to stay.
  const removeAllListeners = socket.removeAllListeners.bind(socket);
  socket.removeAllListeners = (event?: string | symbol) => {
    removeAllListeners(event);
    if (event === undefined && !socket.destroyed) listen();
    return socket;
  };
  listen();
  socket.setTimeout(silenceMs);
}
