import { GraphQLError, Kind, parse, print, separateOperations, type DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../../fastify/errors/problem.js';
import { graphqlProblems } from '../graphql-problems.js';
import { limits } from './document-limits.js';
import { countPairs, measureQuery, type Measure, type Variables } from './measure-query.js';

type Admitted = {
  /** Of the document; or the document, where the cost depends on variables. */
  readonly measured: Measure | DocumentNode;
  /** The document of each operation, where there is more than one. */
  readonly separated?: ReadonlyMap<string, string>;
};

/**
 * Refuses a document that is malformed or beyond the limits, before anything else reads it.
 *
 * @returns the document with only the chosen operation, because mercurius compiles one operation a document
 */
export type AdmitDocument = (source: string, variables: Variables, operationName?: string) => string;

/** Documents that were admitted before. A syntax tree takes some hundred times the memory of a short text. */
export const makeKnownDocuments = (): LRUCache<string, Admitted> =>
  new LRUCache({ max: 500, maxSize: 4_000_000, sizeCalculation: (_entry, key) => key.length + 1 });

/** @example const admit = makeAdmitDocument(); */
export function makeAdmitDocument(known = makeKnownDocuments()): AdmitDocument {
  return (source, variables, operationName = '') => {
    const { measured, separated } = known.get(source) ?? remember(source);
    check('kind' in measured ? measureQuery(measured, variables) : measured);
    return separated?.get(operationName) ?? source;
  };

  function remember(source: string): Admitted {
    const document = read(source);
    const pairs = countPairs(document);
    if (pairs > limits.pairs) throw refuse('graphql.query-too-costly', { pairs, maximum: limits.pairs });
    const isFixed = !/\bfirst\s*:\s*\$/u.test(source);
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const admitted = {
      measured: isFixed ? measureQuery(document, {}) : document,
      ...(operations.length > 1 ? { separated: separate(document) } : {}),
    };
    known.set(source, admitted);
    return admitted;
  }
}

const separate = (document: DocumentNode): ReadonlyMap<string, string> =>
  new Map(Object.entries(separateOperations(document)).map(([name, one]) => [name, print(one)]));

function read(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [location] = error.locations ?? [];
    throw refuse('graphql.query-malformed', { reason: error.message, ...(location === undefined ? {} : { location }) });
  }
}

function check({ depth, cost }: Measure): void {
  if (depth > limits.depth)
    throw refuse('graphql.query-too-deep', {
      ...(Number.isFinite(depth) ? { depth } : {}),
      maximum: limits.depth,
    });
  if (cost > limits.cost) throw refuse('graphql.query-too-costly', { cost, maximum: limits.cost });
}

const refuse = (code: keyof typeof graphqlProblems, facts: Readonly<Record<string, unknown>>): Refusal =>
  new Refusal(code, graphqlProblems[code], facts);
