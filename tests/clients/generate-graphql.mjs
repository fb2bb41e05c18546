/** Generates a typed client of the GraphQL schema: `node generate-graphql.mjs schema.graphql client.ts`. */
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { readFile, writeFile } from 'node:fs/promises';

const [schemaPath, target] = process.argv.slice(2);
const location = 'purchases/purchase.graphql';
const client = await codegen({
  filename: target,
  schema: parse(await readFile(schemaPath, 'utf8')),
  documents: [{ location, document: parse(await readFile(location, 'utf8')) }],
  config: {
    strictScalars: true,
    scalars: { SafeInt: 'number', JSON: 'unknown' },
    useTypeImports: true,
    enumsAsTypes: true,
  },
  plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescriptOperations, typedDocumentNode },
});
await writeFile(target, client);
