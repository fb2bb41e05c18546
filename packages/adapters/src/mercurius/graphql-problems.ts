import type { ProblemTable } from '../fastify/errors/problem.js';

/** Problems of a document as a whole. Those of its fields are the problems of their operations. */
export const graphqlProblems = {
  'graphql.query-malformed': {
    status: 400,
    title: 'The query is malformed',
    detail: 'The request cannot be read.',
    hint: '`reason` is the first error of its syntax, at `location`. A query has at most 2,000 tokens.',
  },
  'graphql.query-invalid': {
    status: 400,
    title: 'The query is invalid',
    detail: 'The request does not match the schema of the shop.',
    hint: '`reason` names the field, the argument or the variable that the schema does not have.',
  },
  'graphql.query-too-deep': {
    status: 400,
    title: 'The query is too deep',
    detail: 'The request asks for too much at once.',
    hint: 'Fields are nested at most `maximum` deep, and fragments do not contain themselves.',
  },
  'graphql.query-too-costly': {
    status: 400,
    title: 'The query is too costly',
    detail: 'The request asks for too much at once.',
    hint: 'A field costs 1, one below `edges` 1 for each row of `first`, and a query or mutation 100. Ask for fewer rows.',
  },
} as const satisfies ProblemTable;
