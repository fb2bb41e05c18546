import { feedEventTypes, type EventHandler, type EventHandlers, type ExtensionHandlers } from '@cartwright/application';
import type { Logger } from 'pino';
import { resolve as pathOf } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf, StartFault } from '../start-fault.js';
import { useCasePorts } from '../tokens.js';
import type { TypedContainer } from '../typed-container.js';

/** What makes the implementation of a port from the shop's own one. */
type Replacement = (standing: unknown, tools: { readonly log: Logger }) => unknown;
export type Extension = {
  readonly path: string;
  /** By the name of the port. */
  readonly ports: Readonly<Record<string, Replacement>>;
  /** Present where it handles events. Jobs store it. */
  readonly name?: string;
  readonly on: EventHandlers;
};

/**
 * The modules of `EXTENSIONS`, whose paths start at the working directory. A module's default export is
 * `{ ports: { shippingRates: (standing, { log }) => … } }`,
 * `{ name: 'sms', on: { 'order.paid': (event, { log }) => … } }`, or both.
 */
export async function loadExtensions(paths: readonly string[]): Promise<readonly Extension[]> {
  const extensions = await Promise.all(paths.map(loadExtension));
  const names = extensions.flatMap(({ name, path }) => (name === undefined ? [] : [{ name, path }]));
  const again = names.find(({ name }, index) => names.findIndex((other) => other.name === name) < index);
  if (again !== undefined) throw new StartFault(`EXTENSIONS: ${again.path}: another extension is called ${again.name}`);
  return extensions;
}

async function loadExtension(path: string): Promise<Extension> {
  const fault = (reason: string): StartFault => new StartFault(`EXTENSIONS: ${path}${reason}`);
  const module = await load(path);
  const { default: extension } = module as { readonly default?: unknown };
  if (!isObject(extension) || !(isObject(extension['ports']) || isObject(extension['on']))) {
    throw fault(' has no default export with `ports` or `on`');
  }
  const { ports = {}, on = {}, name, ...others } = extension;
  const [other] = Object.keys(others);
  if (other !== undefined) throw fault(` exports \`${other}\`, which has no meaning`);
  if (!isObject(ports)) throw fault(': `ports` is not an object');
  if (!isObject(on)) throw fault(': `on` is not an object');
  for (const [port, replacement] of Object.entries(ports)) {
    if (!Object.hasOwn(useCasePorts, port)) throw fault(`: there is no port \`${port}\``);
    if (typeof replacement !== 'function') throw fault(`: the port \`${port}\` is not a function`);
  }
  for (const [type, handler] of Object.entries(on)) {
    if (!Object.hasOwn(feedEventTypes, type)) throw fault(`: there is no event \`${type}\``);
    if (typeof handler !== 'function') throw fault(`: the handler of \`${type}\` is not a function`);
  }
  const isNamed = typeof name === 'string' && /^[a-z][a-z0-9-]{0,39}$/u.test(name);
  if (!isNamed && (name !== undefined || Object.keys(on).length > 0)) {
    throw fault(': its `name` is not one of lower-case letters, digits and hyphens');
  }
  return { path, ports: ports as Extension['ports'], on, ...(isNamed ? { name } : {}) };
}

/** Longest time of a handler: one that takes longer is retried, so that it does not keep other jobs waiting. */
const handlerMs = 15_000;

/** The handlers of events, by the names of their extensions. Each gets a `signal` that ends with its time. */
export const handlersOf = (extensions: readonly Extension[], timeoutMs = handlerMs): ExtensionHandlers =>
  Object.fromEntries(
    extensions.flatMap(({ name, on }) => {
      const bounded = Object.entries(on).map(([type, handler]) => [type, boundedBy(timeoutMs, handler)] as const);
      return name === undefined ? [] : [[name, Object.fromEntries(bounded) as EventHandlers] as const];
    }),
  );

const boundedBy =
  (timeoutMs: number, handler: EventHandler): EventHandler =>
  async (event, tools) => {
    const ending = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        ending.abort();
        reject(new Error('the handler takes too long'));
      }, timeoutMs);
    });
    try {
      const handled = async (): Promise<unknown> => handler(event, Object.assign(tools, { signal: ending.signal }));
      await Promise.race([handled(), late]);
    } finally {
      clearTimeout(timer);
    }
  };

async function load(path: string): Promise<unknown> {
  try {
    return (await import(pathToFileURL(pathOf(path)).href)) as unknown;
  } catch (error) {
    throw new StartFault(`EXTENSIONS: ${path} cannot be loaded: ${reasonOf(error)}`, { cause: error });
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Provides ports as extensions replace them, in their order. Each gets what the one before it made. */
export function extending(
  provide: TypedContainer['provide'],
  extensions: readonly Extension[],
  log: Logger,
): TypedContainer['provide'] {
  const names = new Map<symbol, string>(Object.entries(useCasePorts).map(([name, token]) => [token, name]));
  return (token, make) => {
    const name = names.get(token);
    const replacing = extensions.filter(({ ports }) => name !== undefined && Object.hasOwn(ports, name));
    if (name === undefined || replacing.length === 0) return provide(token, make);
    return provide(token, (resolve) =>
      replacing.reduce((standing, { path, ports }) => {
        const made = ports[name]?.(standing, { log });
        if (!isObject(made)) throw new StartFault(`EXTENSIONS: ${path}: the port \`${name}\` is not an object`);
        // The contract suite of the port checks what a type cannot check here.
        return made as typeof standing;
      }, make(resolve)),
    );
  };
}
