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
};

/**
 * The modules of `EXTENSIONS`, whose paths start at the working directory. A module's default export is
 * `{ ports: { shippingRates: (standing, { log }) => … } }`.
 */
export const loadExtensions = (paths: readonly string[]): Promise<readonly Extension[]> =>
  Promise.all(paths.map(loadExtension));

async function loadExtension(path: string): Promise<Extension> {
  const module = await load(path);
  const { default: extension } = module as { readonly default?: unknown };
  if (!isObject(extension) || !isObject(extension['ports'])) {
    throw new StartFault(`EXTENSIONS: ${path} has no default export with \`ports\``);
  }
  const { ports, ...others } = extension;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new StartFault(`EXTENSIONS: ${path} exports \`${other}\`, which has no meaning`);
  for (const [name, replacement] of Object.entries(ports)) {
    if (!Object.hasOwn(useCasePorts, name)) throw new StartFault(`EXTENSIONS: ${path}: there is no port \`${name}\``);
    if (typeof replacement !== 'function')
      throw new StartFault(`EXTENSIONS: ${path}: the port \`${name}\` is not a function`);
  }
  return { path, ports: ports as Extension['ports'] };
}

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
