import { unknownTexts, type MailOverrides } from '@cartwright/application';
import { Type } from 'typebox';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { reasonOf, StartFault } from '../start-fault.js';

const schema = Type.Record(Type.String({ pattern: '^[a-z]{2,3}$' }), Type.Record(Type.String(), Type.String()), {
  additionalProperties: false,
});
const isOverrides = new Ajv().compile<MailOverrides>(schema);

/**
 * The texts of `MAIL_TEXTS`, a JSON file: by language, the keys of texts and the shop's own words.
 *
 * @example loadMailTexts('mail-texts.json') // { en: { 'order-confirmation.opening': 'Thanks!' } }
 */
export function loadMailTexts(path: string | undefined): MailOverrides {
  if (path === undefined) return {};
  const texts = parse(path);
  if (!isOverrides(texts)) throw new StartFault(`MAIL_TEXTS: ${path} is not an object of languages and texts`);
  const [unknown] = unknownTexts(texts);
  if (unknown !== undefined) throw new StartFault(`MAIL_TEXTS: ${path} has an unknown text: ${unknown}`);
  return texts;
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartFault(`MAIL_TEXTS: ${path} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
