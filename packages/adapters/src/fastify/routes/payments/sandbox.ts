import type { HandleProviderEvent } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { orProblem } from '../../errors/problem.js';
import { confirmSandboxProblems, providerEventProblems } from './payment-problems.js';
import { ConfirmedSandboxAnswer, ConfirmSandboxBody, SandboxParams } from '../orders/order-schemas.js';
import type { ServerDeps } from '../../server-deps.js';

type Dependencies = {
  readonly sandbox: NonNullable<ServerDeps['sandbox']>;
  readonly handleProviderEvent: HandleProviderEvent;
};

/**
 * What a customer does on a provider's page. It is the provider's, so it knows no shop's token: the payment's id is
 * all.
 */
export const sandboxRoutes =
  ({ sandbox, handleProviderEvent }: Dependencies): Routes<{ readonly hidden?: boolean }> =>
  (app, { hidden = false }, done) => {
    app.post(
      '/sandbox/payments/:paymentId/confirm',
      {
        schema: {
          hide: hidden,
          tags: ['Sandbox'],
          summary: "Pay with one of Stripe's test payment methods",
          params: SandboxParams,
          body: ConfirmSandboxBody,
          response: { 200: ConfirmedSandboxAnswer },
        },
        config: { access: 'open', problems: confirmSandboxProblems },
      },
      async ({ params: { paymentId }, body }) => {
        const confirmed = sandbox.confirm(paymentId, body.paymentMethod, { tellsTheShop: true });
        const { status, event } = await orProblem(confirmed, confirmSandboxProblems);
        // The event lies in the outbox as well: should this fail, or the process die here, it arrives from there.
        await orProblem(handleProviderEvent(event), providerEventProblems);
        return { paymentId, status };
      },
    );
    done();
  };
