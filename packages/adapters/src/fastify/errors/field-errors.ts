import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import { allowedText, allowedValues, messageOfKeyword } from './field-messages.js';
import type { FieldError, FieldFault } from './field-error.js';

/** Maximum field errors in a response. */
const maximumErrors = 20;
/** Errors that are looked at. A nested list of thousands of wrong items has as many, which would block the process. */
const maximumRead = 500;

/** An error of the validators, with the schema that failed. */
type SchemaError = FastifySchemaValidationError & {
  /** The name that an object may not have for a member. */
  readonly propertyName?: string;
  readonly parentSchema?: {
    readonly oneOf?: readonly Form[];
    readonly minimum?: number;
    readonly maximum?: number;
  };
};

/** Validation errors by field: `items.0.quantity`, not a JSON pointer. */
export function fieldErrorsOf(all: readonly SchemaError[]): readonly FieldError[] {
  const errors = all.slice(0, maximumRead);
  // A choice has its own error; those of its branches would ask the client to send both.
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'oneOf').map(({ instancePath }) => instancePath));
  return (
    errors
      .filter(
        ({ keyword, schemaPath, instancePath }) =>
          !(keyword === 'required' && choices.has(instancePath) && schemaPath.includes('/oneOf/')),
      )
      // The `required` error is enough.
      .filter(
        ({ keyword, params }) =>
          !(keyword === 'discriminator' && params['error'] === 'tag' && params['tagValue'] === undefined),
      )
      .map((error) => ({ field: fieldOf(error), ...kindOf(error), message: messageOf(error) }))
      // One error a field: an empty text is too short, so its format error adds nothing.
      .filter(({ field }, index, named) => field === '' || named.findIndex((other) => other.field === field) === index)
      .slice(0, maximumErrors)
  );
}

/** The code and its parameters. */
function kindOf(error: SchemaError): FieldFault {
  const { keyword, params, parentSchema = {} } = error;
  const { limit } = params;
  switch (keyword) {
    case 'required':
      return { code: 'required', params: {} };
    case 'additionalProperties':
      return { code: 'unknown', params: {} };
    case 'type':
      return { code: 'type', params: {} };
    case 'enum':
      return { code: 'not-allowed', params: { values: allowedValues(params) } };
    case 'discriminator':
      return { code: 'not-allowed', params: { values: namesOfForms(error) } };
    case 'oneOf':
      // Either none of the alternatives is present, or several are.
      return params['passingSchemas'] === null
        ? { code: 'required', params: {} }
        : { code: 'not-allowed', params: { values: alternativesOf(error) } };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { code: 'too-short', params: { minimum: Number(limit) } };
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return { code: 'too-long', params: { maximum: Number(limit) } };
    case 'minimum':
    case 'maximum': {
      const { minimum, maximum } = parentSchema;
      return {
        code: 'out-of-range',
        params: { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) },
      };
    }
    default:
      return { code: 'format', params: {} };
  }
}

function fieldOf({ instancePath, params }: SchemaError): string {
  const parts = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const named = params['missingProperty'] ?? params['additionalProperty'] ?? params['tag'];
  return (typeof named === 'string' ? [...parts, named] : parts).join('.');
}

function messageOf(error: SchemaError): string {
  if (error.propertyName !== undefined) return messageOfName(error);
  switch (error.keyword) {
    case 'discriminator':
      return allowedText(namesOfForms(error));
    case 'oneOf':
      return `must have exactly one of ${alternativesOf(error).join(' and ')}`;
    default:
      return messageOfKeyword(error.keyword, error.params);
  }
}

/** The field is the object: what is wrong with it is the name of a member. */
const messageOfName = ({ keyword, params: { limit } }: SchemaError): string =>
  keyword === 'maxLength'
    ? `must have names of at most ${String(limit)} characters`
    : keyword === 'minLength'
      ? 'must not have an empty name'
      : 'has a name that is not valid';

type Form = {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly string[] } | undefined>>;
};

const namesOfForms = (error: SchemaError): readonly string[] =>
  formsOf(error).flatMap(({ properties }) => properties?.[String(error.params['tag'])]?.enum ?? []);

const alternativesOf = (error: SchemaError): readonly string[] =>
  formsOf(error).flatMap(({ required }) => required ?? []);

const formsOf = ({ parentSchema }: SchemaError): readonly Form[] => parentSchema?.oneOf ?? [];
