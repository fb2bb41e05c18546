import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { Refusal } from '../fastify/errors/problem.js';
import { requestRefusal } from '../fastify/errors/request-problems.js';
import { graphqlProblems } from './graphql-problems.js';

/** A refusal as a GraphQL error: its `extensions` have the code, the status and the facts of the problem. */
export const presentRefusal = ({ code, status, detail, facts }: Refusal): GraphQLFormattedError => ({
  message: detail,
  extensions: { ...facts, code, status },
});

/** Characters of a reason. The messages of graphql-js repeat values, however long they are. */
const longestReason = 500;

/** An error of a document that does not match the schema. */
export const presentInvalid = ({ message, locations }: GraphQLError): GraphQLFormattedError => ({
  ...presentRefusal(
    new Refusal('graphql.query-invalid', graphqlProblems['graphql.query-invalid'], {
      reason: message.length > longestReason ? `${message.slice(0, longestReason)}…` : message,
    }),
  ),
  ...(locations === undefined ? {} : { locations }),
});

/** An error of a field. One that is no refusal is a defect, of which the client sees nothing. */
export function presentFieldError(error: GraphQLError, note: (defect: unknown) => void): GraphQLFormattedError {
  const { originalError, path, locations } = error;
  if (!(originalError instanceof Refusal)) note(originalError ?? error);
  const refusal = originalError instanceof Refusal ? originalError : requestRefusal('server.defect');
  return {
    ...presentRefusal(refusal),
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
  };
}
