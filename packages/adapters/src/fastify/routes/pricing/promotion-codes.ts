import { maximumCodes, type UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { closed } from '../../requests/plain-schemas.js';
import { sendCsv, writeCsv } from '../../responses/csv.js';
import type { Routes } from '../../route-types.js';
import { generateCodesProblems } from './promotion-problems.js';
import { PromotionParams } from './promotions.js';

const GenerateCodesBody = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: maximumCodes }),
    prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{0,20}$', description: 'The start of each code.' })),
  },
  { ...closed, title: 'GenerateCodes', examples: [{ count: 100, prefix: 'SPRING-' }] },
);

/** Single-use codes of a promotion. */
export const promotionCodeRoutes =
  ({ generateCodes }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/admin/promotions/:id/codes',
      {
        schema: {
          tags: ['Pricing'],
          operationId: 'generateCodes',
          summary: 'Generate single-use codes',
          description:
            'CSV with the header `code`, at most 10,000 at a time. Requires `conditions.singleUse`. A code can be used again ' +
            'when its order is cancelled.',
          params: PromotionParams,
          body: GenerateCodesBody,
          response: { 201: { description: 'The codes.', content: { 'text/csv': { schema: Type.String() } } } },
        },
        config: { access: generateCodes.access, problems: generateCodesProblems },
      },
      async ({ caller, params, body }, reply) => {
        const command = { caller, promotionId: params.id, ...body };
        const codes = await orProblem(generateCodes(command), generateCodesProblems);
        const csv = writeCsv(
          ['code'],
          codes.map((code) => [code]),
        );
        return sendCsv(reply.code(201), 'codes.csv', csv);
      },
    );
    done();
  };
