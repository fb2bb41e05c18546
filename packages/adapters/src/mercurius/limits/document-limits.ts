/**
 * The limits of a document (docs/graphql.md). In a file of its own, because the code that reads documents is loaded at
 * the first one.
 */
export const limits = {
  /** Characters. Values belong in variables. */
  length: 20_000,
  tokens: 2_000,
  /** The introspection query of graphql-js has 15. */
  depth: 15,
  cost: 20_000,
  /** Pairs of fields with the same name, each of which validation compares. */
  pairs: 50_000,
} as const;
