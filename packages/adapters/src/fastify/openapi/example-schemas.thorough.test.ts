import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';

type Media = { readonly schema?: object; readonly example?: unknown };
type Part = { readonly content?: Readonly<Record<string, Media>> };
type Operation = { readonly requestBody?: Part; readonly responses: Readonly<Record<string, Part>> };

it('each example of the OpenAPI document fits its schema', async () => {
  const document = (await (await openShop()).call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'openapi');
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
    compiled.set(text, validate);
    return validate;
  };
  const examples = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody = {}, responses }]) =>
      Object.entries({ request: requestBody, ...responses }).flatMap(([part, { content = {} }]) =>
        Object.entries(content).map(([type, media]) => ({ name: `${method} ${path} ${part}`, type, ...media })),
      ),
    ),
  );
  const inJson = examples.filter(({ type }) => type.includes('json'));
  expect(inJson.length).toBeGreaterThan(1000);
  for (const { name, schema = {}, example } of inJson) {
    const validate = validatorOf(schema);
    expect.soft(validate(example) ? [] : [example, validate.errors], name).toEqual([]);
  }
});
