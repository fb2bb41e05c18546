import { postmanCollection } from './postman-collection.js';
import { readOperations, type ApiDocument } from './read-operations.js';
import { requestsFile } from './requests-file.js';

/** The files of `docs` that are generated from the OpenAPI document, by name. */
export function requestFiles(document: ApiDocument): Readonly<Record<string, string>> {
  const requests = readOperations(document);
  return {
    'requests.http': requestsFile(requests),
    'cartwright.postman_collection.json': postmanCollection(document, requests),
  };
}
