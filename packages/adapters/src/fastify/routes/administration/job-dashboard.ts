import type { UseCases } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { dashboardPath } from '../../../bull-board/dashboard-path.js';
import type { JobDashboard } from '../../../bull-board/job-dashboard.js';
import { Refusal } from '../../errors/problem.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';

/** The page may only load its own scripts and styles, and only call its own server. Its parts have inline styles. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    baseUri: ["'self'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

const brokerProblems = {
  'queue.unavailable': {
    status: 503,
    title: 'The job broker is temporarily unavailable',
    detail: 'Jobs wait in the database. Please try again in a moment.',
  },
} as const;

type Deps = {
  readonly useCases: Pick<UseCases, 'listJobs'>;
  /** Opened at the first request: few processes ever serve it. */
  readonly openDashboard: () => Promise<JobDashboard>;
};

/**
 * The dashboard of the job broker, for those who may run jobs. A browser gets in by the cookie of its session. All
 * its routes are GET routes, so a page of another site changes nothing by the cookie.
 */
export const jobDashboardRoutes =
  ({ useCases, openDashboard }: Deps): Routes =>
  (app, _options, done) => {
    let opening: Promise<JobDashboard> | undefined;
    const open = (): Promise<JobDashboard> => {
      opening ??= openDashboard().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    };
    const find = async ({ url, log }: FastifyRequest) => {
      try {
        return await (await open()).get(url);
      } catch (error) {
        log.warn({ err: error }, 'the job dashboard is unavailable');
        throw new Refusal('queue.unavailable', brokerProblems['queue.unavailable']);
      }
    };
    for (const each of [dashboardPath, `${dashboardPath}/*`])
      app.get(
        each,
        {
          helmet: { ...pageHeaders, contentSecurityPolicy },
          // Its parameters are those of the dashboard.
          schema: { hide: true, querystring: Type.Object({}) },
          config: { access: useCases.listJobs.access, problems: brokerProblems },
        },
        async (request, reply) => {
          const found = await find(request);
          if (found === undefined) return reply.callNotFound();
          return reply.code(found.status).type(found.type).send(found.payload);
        },
      );
    done();
  };
