import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { FieldError } from './problem.js';

/** However much is wrong, nobody reads more. */
const maximumErrors = 20;

/** As the validators make it: with the schema that was not kept to. */
type SchemaError = FastifySchemaValidationError & { readonly parentSchema?: { readonly oneOf?: readonly Form[] } };

/** What a schema refused, field by field: `items.0.quantity`, not a pointer into a schema. */
export function fieldErrorsOf(errors: readonly SchemaError[]): readonly FieldError[] {
  // A choice's own error says it; those of its branches would tell the reader to send both.
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'oneOf').map(({ instancePath }) => instancePath));
  return (
    errors
      .filter(
        ({ keyword, schemaPath, instancePath }) =>
          !(keyword === 'required' && choices.has(instancePath) && schemaPath.includes('/oneOf/')),
      )
      // That it is required says it.
      .filter(
        ({ keyword, params }) =>
          !(keyword === 'discriminator' && params['error'] === 'tag' && params['tagValue'] === undefined),
      )
      .slice(0, maximumErrors)
      .map((error) => ({ field: fieldOf(error), message: messageOf(error) }))
  );
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
  const { keyword, message, params } = error;
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not known here';
    case 'pattern':
      return 'does not have the documented form';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}`;
    case 'discriminator':
      return `must be one of ${formsOf(error)
        .flatMap(({ properties }) => properties?.[String(params['tag'])]?.enum ?? [])
        .join(', ')}`;
    case 'oneOf':
      return `must have exactly one of ${formsOf(error)
        .flatMap(({ required }) => required ?? [])
        .join(' and ')}`;
    default:
      return message ?? 'is not valid';
  }
}

type Form = {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly string[] } | undefined>>;
};

const formsOf = ({ parentSchema }: SchemaError): readonly Form[] => parentSchema?.oneOf ?? [];
