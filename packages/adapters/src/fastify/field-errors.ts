import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { FieldError } from './problem.js';

/** However much is wrong, nobody reads more. */
const maximumErrors = 20;

/** What a schema refused, field by field: `items.0.quantity`, not a pointer into a schema. */
export function fieldErrorsOf(errors: readonly FastifySchemaValidationError[]): readonly FieldError[] {
  // A choice's own error says it; those of its branches would tell the reader to send both.
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'oneOf').map(({ instancePath }) => instancePath));
  return errors
    .filter(({ keyword, schemaPath, instancePath }) => !(keyword === 'required' && choices.has(instancePath) && schemaPath.includes('/oneOf/')))
    .slice(0, maximumErrors)
    .map((error) => ({ field: fieldOf(error), message: messageOf(error) }));
}

function fieldOf({ instancePath, params }: FastifySchemaValidationError): string {
  const parts = instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const named = params['missingProperty'] ?? params['additionalProperty'];
  return (typeof named === 'string' ? [...parts, named] : parts).join('.');
}

function messageOf({ keyword, message, params }: FastifySchemaValidationError): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not known here';
    case 'pattern':
      return 'does not have the documented form';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}`;
    case 'oneOf':
      return 'must have exactly one of cartId and items';
    default:
      return message ?? 'is not valid';
  }
}
