import { importsOf, isTest, type SourceFile } from '../structure/source-files.js';

const sources = /^(?:packages|apps)\/[^/]+\/src\//u;

/** The folder that a module is shown as: an app or a package, and for adapters the folder of a technology. */
function partOf(path: string): string {
  const [kind = '', name = '', , folder = ''] = path.split('/');
  return name === 'adapters' ? `${kind}/${name}/${folder}` : `${kind}/${name}`;
}

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const path = new URL(specifier, `file:///${from}`).pathname.slice(1);
    return sources.test(path) ? partOf(path) : undefined;
  }
  const [, name, rest] = /^@cartwright\/(\w+)(?:\/(.+))?$/u.exec(specifier) ?? [];
  return name === undefined ? undefined : partOf(`packages/${name}/src/${rest ?? ''}`);
}

/**
 * A Mermaid diagram of what imports what, from the imports of the sources without their tests. Imports of `runtime`,
 * which puts everything together, are shown as one arrow.
 *
 * @example architectureDiagram(await readSourceFiles()) // 'flowchart TD\n…'
 */
export function architectureDiagram(files: readonly SourceFile[]): string {
  const edges = new Set<string>();
  const parts = new Set<string>();
  for (const { path, text } of files) {
    if (!sources.test(path) || isTest(path)) continue;
    const from = partOf(path);
    parts.add(from);
    for (const specifier of importsOf(text)) {
      const to = targetOf(path, specifier);
      if (to !== undefined && to !== from) edges.add(`${shown(from, to)} --> ${shown(to, from)}`);
    }
  }
  const technologies = [...parts].filter((part) => part.startsWith(adapters)).toSorted();
  return [
    'flowchart TD',
    '  subgraph apps',
    ...[...parts]
      .filter((part) => part.startsWith('apps/'))
      .map((part) => `    ${idOf(part)}["${part}"]`)
      .toSorted(),
    '  end',
    '  subgraph adapters["packages/adapters"]',
    ...technologies.map((part) => `    ${idOf(part)}["${part.slice(adapters.length)}"]`),
    '  end',
    '  application["packages/application: use cases and ports"]',
    '  domain["packages/domain: rules"]',
    ...[...edges].map((edge) => `  ${edge}`).toSorted(),
    '',
  ].join('\n');
}

const adapters = 'packages/adapters/';
const runtime = `${adapters}runtime`;

/** An end of an arrow: all technologies together where each has the same arrow. */
function shown(part: string, other: string): string {
  const isTechnology = part.startsWith(adapters);
  const isOfAll = !other.startsWith(adapters) || part === runtime || other === runtime;
  return isTechnology && isOfAll && part !== runtime ? 'adapters' : idOf(part);
}

const idOf = (part: string): string => part.replace(/^(?:packages\/adapters|packages)\//u, '').replaceAll(/\W/gu, '_');
