import type { FastifyBaseLogger } from 'fastify';

type Bindings = Parameters<FastifyBaseLogger['child']>[0];
type Options = Parameters<FastifyBaseLogger['child']>[1];

/** The log of one request, a child of the process's that names the request in each line and is made with the first of them. */
class RequestLog {
  readonly parent: FastifyBaseLogger;
  readonly bindings: Bindings;
  readonly options: Options;
  made: FastifyBaseLogger | undefined = undefined;

  constructor(parent: FastifyBaseLogger, bindings: Bindings, options: Options) {
    this.parent = parent;
    this.bindings = bindings;
    this.options = options;
  }

  get own(): FastifyBaseLogger {
    return (this.made ??= this.parent.child(this.bindings, this.options));
  }

  get level(): string {
    return this.parent.level;
  }

  child(bindings: Bindings, options?: Options): FastifyBaseLogger {
    return this.own.child(bindings, options);
  }
}

for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const) {
  Object.defineProperty(RequestLog.prototype, level, {
    value(this: RequestLog, ...line: unknown[]) {
      Reflect.apply(this.own[level], this.own, line);
    },
  });
}

/**
 * Makes what `request.log` is: most requests log nothing but that they were answered (`logRequest`), and to make a child takes
 * longer than to write a line.
 *
 * @example Fastify({ loggerInstance, childLoggerFactory: makeRequestLog })
 */
export const makeRequestLog = (logger: FastifyBaseLogger, bindings: Bindings, options: Options): FastifyBaseLogger =>
  // The methods of the levels are defined above, where the compiler does not see them.
  new RequestLog(logger, bindings, options) as unknown as FastifyBaseLogger;
