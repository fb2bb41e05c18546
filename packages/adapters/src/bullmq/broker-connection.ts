import type { Log, LogFacts } from '@cartwright/application';
import type { RedisOptions } from 'bullmq';
import { Redis, ReplyError } from 'ioredis';

/** Milliseconds until a command times out: a frozen server never responds. */
const commandTimeout = 2000;
/** Milliseconds between attempts to connect, at most. */
const longestRetry = 2000;
/** Milliseconds without a byte while an answer is due, after which a connection counts as dead. */
const deadAfter = { producer: 5000, consumer: 20_000 };

const retryStrategy = (attempts: number): number => Math.min(100 * attempts, longestRetry);

export type BrokerConnection = {
  readonly client: Redis;
  /** Waits for the first connection, for as long as one command may take; afterwards returns at once. */
  readonly firstTry: Promise<void>;
  readonly isUp: () => boolean;
  readonly close: () => void;
};

/**
 * The connection that producers share. It fails fast: nothing is queued while the server is away, nothing is waited for
 * longer than 2 s, and it comes back by itself. Says once that the server went away and once that it is back.
 */
export function connectToBroker(url: string, log: Log): BrokerConnection {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout,
    connectTimeout: commandTimeout,
    socketTimeout: deadAfter.producer,
    retryStrategy,
  });
  let isAway = false;
  let isClosing = false;
  let endFirstTry = (): void => undefined;
  const firstTry = new Promise<void>((resolve) => {
    endFirstTry = resolve;
  });
  const timeout = setTimeout(endFirstTry, commandTimeout);
  const tried = (): void => {
    clearTimeout(timeout);
    endFirstTry();
  };
  const noteAway = (facts: LogFacts): void => {
    if (isAway || isClosing) return;
    isAway = true;
    log.warn(facts, 'the job broker is away');
  };
  client.on('error', (error) => {
    tried();
    noteAway({ err: error });
  });
  // A server that is back at the first retry raises no error: the connection just closed in between.
  client.on('close', () => noteAway({}));
  client.on('ready', () => {
    tried();
    if (isAway) log.info({}, 'the job broker is back');
    isAway = false;
  });
  return {
    client,
    firstTry,
    isUp: () => client.status === 'ready',
    close: () => {
      isClosing = true;
      tried();
      client.disconnect();
    },
  };
}

/** Why a broker cannot be used. A refusal comes from the server itself and does not pass by waiting. */
export type BrokerFault = { readonly error: unknown; readonly isRefusal: boolean };

/** Connects once. Returns what went wrong; `undefined` when the server responds. */
export async function checkBroker(url: string): Promise<BrokerFault | undefined> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: commandTimeout,
    commandTimeout,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What fails a connection is emitted; `connect` itself only states that it is closed.
  let failure: unknown;
  client.on('error', (error) => {
    failure ??= error;
  });
  try {
    await client.connect();
    await client.ping();
    return undefined;
  } catch (error) {
    const cause = failure ?? error;
    return { error: cause, isRefusal: cause instanceof ReplyError };
  } finally {
    client.disconnect();
  }
}

/**
 * How consumers connect: their commands wait for the server, however long it is away.
 *
 * @param hasGivenUp - once true, a connection that is lost stays so, and no longer keeps the process alive
 */
export const consumerConnection = (url: string, hasGivenUp: () => boolean): RedisOptions => ({
  url,
  maxRetriesPerRequest: null,
  connectTimeout: commandTimeout,
  socketTimeout: deadAfter.consumer,
  retryStrategy: (attempts) => (hasGivenUp() ? null : retryStrategy(attempts)),
});
