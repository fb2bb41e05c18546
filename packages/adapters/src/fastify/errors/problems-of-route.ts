import type { RouteOptions } from 'fastify';
import { accessProblems } from './access-problems.js';
import { csrfProblems } from './browser-session-problems.js';
import type { ProblemTable } from './problem.js';
import { rateLimitProblems } from './rate-limit-problems.js';
import { takesNoCondition } from '../requests/refuse-unused-input.js';
import { requestProblems } from './request-problems.js';

/** The refusals of a route: those of its use case, and those that its access and its schema make possible. */
export function problemsOf({
  schema = {},
  config = {},
  method,
  url,
}: Pick<RouteOptions, 'schema' | 'config' | 'method' | 'url'>): ProblemTable {
  const { access = 'open', problems = {}, unlimited = false } = config;
  const isWrite = method !== 'GET';
  const {
    'auth.token-invalid': invalid,
    'auth.token-missing': missing,
    'auth.forbidden': forbidden,
    'auth.totp-enrolment-required': enrolment,
  } = accessProblems;
  return {
    ...(access === 'open' ? {} : { 'auth.token-invalid': invalid }),
    ...(access === 'user' || access === 'enrolling-user' || typeof access === 'object'
      ? { 'auth.token-missing': missing }
      : {}),
    ...(access === 'open' || access === 'enrolling-user' ? {} : { 'auth.totp-enrolment-required': enrolment }),
    ...(typeof access === 'object' ? { 'auth.forbidden': forbidden } : {}),
    ...(isWrite && access !== 'open' ? csrfProblems : {}),
    ...(takesNoCondition(method, url, config.conditional)
      ? { 'request.condition-unsupported': requestProblems['request.condition-unsupported'] }
      : {}),
    'request.invalid': requestProblems['request.invalid'],
    'request.malformed': requestProblems['request.malformed'],
    'request.text-not-storable': requestProblems['request.text-not-storable'],
    ...(schema.params === undefined ? {} : { 'request.not-found': requestProblems['request.not-found'] }),
    ...(schema.body === undefined
      ? {}
      : {
          'request.body-malformed': requestProblems['request.body-malformed'],
          'request.body-too-large': requestProblems['request.body-too-large'],
          'request.content-type-unsupported': requestProblems['request.content-type-unsupported'],
          'request.content-encoding-unsupported': requestProblems['request.content-encoding-unsupported'],
        }),
    'server.defect': requestProblems['server.defect'],
    ...(unlimited ? {} : rateLimitProblems),
    ...problems,
  };
}
