import type { UseCases } from '@cartwright/application';
import { compareIds, type TaxRules } from '@cartwright/domain';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import { orProblem } from '../../errors/problem.js';
import { removeTaxRulesProblems, setTaxRulesProblems, viewTaxRulesProblems } from './tax-problems.js';
import type { Routes } from '../../route-types.js';
import { TaxRulesBody } from './tax-schemas.js';

/** How the shop charges tax. */
export const taxRuleRoutes =
  ({ viewTaxRules, setTaxRules, removeTaxRules }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];
    const response = { 200: TaxRulesBody };

    app.get(
      '/admin/tax-rules',
      {
        schema: { tags, summary: 'How the shop charges tax', response },
        config: { access: viewTaxRules.access, problems: viewTaxRulesProblems },
      },
      async ({ caller }, reply) => answerRules(reply, await orProblem(viewTaxRules({ caller }), viewTaxRulesProblems)),
    );

    app.put(
      '/admin/tax-rules',
      {
        schema: { tags, summary: 'Replace how the shop charges tax from now on', body: TaxRulesBody, response },
        config: { access: setTaxRules.access, problems: setTaxRulesProblems, conditional: true },
      },
      async (request, reply) => {
        const set = setTaxRules({ caller: request.caller, rules: request.body, ...expected(request) });
        return answerRules(reply, await orProblem(set, setTaxRulesProblems));
      },
    );

    app.delete(
      '/admin/tax-rules',
      {
        schema: { tags, summary: 'Charge no tax from now on', response: { 204: Type.Null() } },
        config: { access: removeTaxRules.access, problems: removeTaxRulesProblems, conditional: true },
      },
      async (request, reply) => {
        await orProblem(removeTaxRules({ caller: request.caller, ...expected(request) }), removeTaxRulesProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };

function expected(request: Parameters<typeof expectedContent>[0]) {
  const isExpected = expectedContent(request);
  return isExpected === undefined
    ? {}
    : {
        isExpected: (rules: TaxRules | undefined) => isExpected(rules === undefined ? undefined : presentRules(rules)),
      };
}

function answerRules(reply: FastifyReply, rules: TaxRules): TaxRules {
  const presented = presentRules(rules);
  void reply.header('etag', contentTag(presented));
  return presented;
}

/** The classes in the order of their names, whatever order the storage keeps: the same rules have one tag. */
const presentRules = ({ prices, rates, shippingClass }: TaxRules): TaxRules => ({
  prices,
  rates: Object.fromEntries(Object.entries(rates).sort(([left], [right]) => compareIds(left, right))),
  ...(shippingClass === undefined ? {} : { shippingClass }),
});
