import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What a document asks for, before it is validated. */
export type Measure = {
  /** Levels of fields. `Infinity` for fragments that contain themselves. */
  readonly depth: number;
  readonly cost: number;
};

export type Variables = Readonly<Record<string, unknown>>;

/** A query or mutation runs an operation of the shop, which costs more than reading a member of its result. */
const costOfOperation = 100;
const defaultFirst = 20;
const maximumFirst = 100;

/**
 * Measures a document, without its schema: each field costs 1, fields below `edges` once for each of the `first` rows
 * of their list, and each field of the root 100. Fragments are measured once, so that nested fragments take no longer
 * than the length of their document.
 */
export function measureQuery(document: DocumentNode, variables: Variables): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Measure>();
  const under = new Set<string>();

  const ofFragment = (name: string, rows: number, isRoot: boolean): Measure => {
    const key = `${name} ${rows} ${isRoot}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    // Validation reports a fragment that does not exist.
    if (fragment === undefined) return { depth: 0, cost: 0 };
    if (under.has(name)) return { depth: Infinity, cost: Infinity };
    under.add(name);
    const measured = ofSelection(fragment.selectionSet, rows, isRoot);
    under.delete(name);
    known.set(key, measured);
    return measured;
  };

  const ofField = ({ name, arguments: args = [], selectionSet }: FieldNode, rows: number, isRoot: boolean): Measure => {
    const own = isRoot ? costOfOperation : 1;
    if (selectionSet === undefined) return { depth: 1, cost: own };
    const first = args.find((argument) => argument.name.value === 'first')?.value;
    const wanted = isRoot ? rowsOf(first, variables) : rows;
    const below = ofSelection(selectionSet, wanted, false);
    const times = name.value === 'edges' ? rows : 1;
    return { depth: below.depth + 1, cost: own + times * below.cost };
  };

  const ofSelection = ({ selections }: SelectionSetNode, rows: number, isRoot: boolean): Measure => {
    let depth = 0;
    let cost = 0;
    for (const selection of selections) {
      const measured =
        selection.kind === Kind.FIELD
          ? ofField(selection, rows, isRoot)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelection(selection.selectionSet, rows, isRoot)
            : ofFragment(selection.name.value, rows, isRoot);
      depth = Math.max(depth, measured.depth);
      cost += measured.cost;
    }
    return { depth, cost };
  };

  let total: Measure = { depth: 0, cost: 0 };
  for (const definition of document.definitions) {
    // Validation looks also at fragments that no operation uses.
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      total = larger(total, ofFragment(definition.name.value, defaultFirst, false));
    if (definition.kind === Kind.OPERATION_DEFINITION)
      total = larger(total, ofSelection(definition.selectionSet, defaultFirst, true));
  }
  return total;
}

/**
 * Pairs of fields of a document that have the same name in the response. Validation compares up to all of them, which
 * takes seconds for a few thousand.
 */
export function countPairs(document: DocumentNode): number {
  const counts = new Map<string, number>();
  visit(document, {
    Field: ({ alias, name }) => {
      const key = alias?.value ?? name.value;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
  });
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

const larger = (one: Measure, other: Measure): Measure => ({
  depth: Math.max(one.depth, other.depth),
  cost: Math.max(one.cost, other.cost),
});

/** The rows of a list by its `first`. A variable without a value may have any default. */
function rowsOf(value: ValueNode | undefined, variables: Variables): number {
  if (value === undefined) return defaultFirst;
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : 'value' in value ? value.value : undefined;
  const rows = given === undefined || given === null ? maximumFirst : Number(given);
  return Number.isFinite(rows) ? Math.min(maximumFirst, Math.max(1, rows)) : maximumFirst;
}
