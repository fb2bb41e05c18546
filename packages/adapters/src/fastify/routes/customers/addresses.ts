import type {
  AddAddressError,
  AddressFault,
  AddressNotFound,
  ChangeAddressError,
  RemoveAddressError,
  StoredAddress,
  UseCases,
} from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { accessProblems } from '../../errors/access-problems.js';
import type { FieldError } from '../../errors/field-error.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { addressFields, closed, Id, IdParams, Instant, nullable } from '../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import type { Routes } from '../../route-types.js';

export const addressNotFoundProblems = {
  'address.not-found': {
    status: 404,
    title: 'Address not found',
    detail: 'The address does not exist, or it is not yours.',
    hint: '`GET /me/addresses` lists yours.',
  },
} satisfies Problems<AddressNotFound>;

const accountProblems = { 'auth.token-invalid': accessProblems['auth.token-invalid'], ...storageProblems };

const removeAddressProblems = {
  ...addressNotFoundProblems,
  ...accountProblems,
} satisfies Problems<RemoveAddressError>;

const addressInvalidProblems = {
  'address.invalid': {
    status: 400,
    title: 'The address is incomplete or malformed',
    detail: 'Some fields do not match the rules of the country.',
    hint: '`errors` lists the fields that break the rules of the country.',
    facts: ({ faults }: { readonly faults: readonly AddressFault[] }) => ({ errors: faults.map(fieldError) }),
  },
} as const;

const addAddressProblems = {
  ...addressInvalidProblems,
  'address.book-full': {
    status: 422,
    title: 'The address book is full',
    detail: 'The address book is full. Remove an address first.',
    hint: '`maximum` is the limit.',
  },
  ...accountProblems,
} satisfies Problems<AddAddressError>;

const changeAddressProblems = {
  ...removeAddressProblems,
  ...addressInvalidProblems,
  'address.default-required': {
    status: 422,
    title: 'The default address is required',
    detail: 'Make another address the default instead.',
  },
} satisfies Problems<ChangeAddressError>;

const messages: Readonly<Record<AddressFault['code'], string>> = {
  required: 'is required in this country',
  format: 'does not have the form of this country',
  'not-allowed': 'does not exist in this country',
};

const fieldError = (fault: AddressFault): FieldError => {
  const named = { field: fault.field, message: messages[fault.code] };
  return fault.code === 'not-allowed'
    ? { ...named, code: fault.code, params: { values: fault.values } }
    : { ...named, code: fault.code, params: {} };
};

const isDefault = Type.Optional(
  Type.Boolean({ description: 'Used by checkout when no other address is given. Exactly one address is the default.' }),
);

const AddressBody = Type.Object(
  { ...addressFields, isDefault },
  {
    ...closed,
    title: 'NewAddress',
    examples: [
      {
        fullName: 'Ada Lovelace',
        line1: "12 St James's Square",
        city: 'London',
        postalCode: 'SW1Y 4JH',
        country: 'GB',
        isDefault: true,
      },
    ],
  },
);

const optionally = <S extends Parameters<typeof nullable>[0]>(schema: S) => Type.Optional(nullable(schema));

const AddressPatch = Type.Object(
  {
    fullName: Type.Optional(addressFields.fullName),
    company: optionally(addressFields.company),
    line1: Type.Optional(addressFields.line1),
    line2: optionally(addressFields.line2),
    city: optionally(addressFields.city),
    region: optionally(addressFields.region),
    postalCode: optionally(addressFields.postalCode),
    country: Type.Optional(addressFields.country),
    phone: optionally(addressFields.phone),
    isDefault,
  },
  { ...closed, title: 'AddressChanges', examples: [{ line2: 'Second floor', isDefault: true }] },
);

export const AddressResponse = Type.Object(
  { id: Id, ...addressFields, isDefault: Type.Boolean(), createdAt: Instant },
  { title: 'SavedAddress' },
);

/** A customer's address book. */
export const addressRoutes =
  ({ listMyAddresses, addAddress, changeAddress, removeAddress }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Account'];

    app.get(
      '/me/addresses',
      {
        schema: {
          tags,
          operationId: 'listMyAddresses',
          summary: 'Your address book',
          description: 'The default address first, the others by age.',
          querystring: PageQuery,
          response: { 200: listOf(AddressResponse) },
        },
        config: { access: listMyAddresses.access, problems: listProblems },
      },
      async ({ caller, query }) =>
        wholeList(
          (await orProblem(listMyAddresses({ caller }), listProblems)).map(presentAddress),
          query,
          ({ id }) => id,
        ),
    );

    app.post(
      '/me/addresses',
      {
        schema: {
          tags,
          operationId: 'addAddress',
          summary: 'Add an address',
          description: 'The country decides required fields, region and postal code. The first address is the default.',
          body: AddressBody,
          response: { 201: AddressResponse },
        },
        config: { access: addAddress.access, problems: addAddressProblems },
      },
      async ({ caller, body }, reply) => {
        const { isDefault: wanted, ...address } = body;
        const added = addAddress({ caller, address, ...(wanted === undefined ? {} : { isDefault: wanted }) });
        const stored = await orProblem(added, addAddressProblems);
        reply.code(201).header('location', `${app.prefix}/me/addresses/${stored.id}`);
        return presentAddress(stored);
      },
    );

    app.patch(
      '/me/addresses/:id',
      {
        schema: {
          tags,
          operationId: 'changeAddress',
          summary: 'Change an address',
          description:
            '`null` clears a field; an absent field stays. Orders keep the address that they were placed with.',
          params: IdParams,
          body: AddressPatch,
          response: { 200: AddressResponse },
        },
        config: { access: changeAddress.access, problems: changeAddressProblems },
      },
      async ({ caller, params, body }) =>
        presentAddress(
          await orProblem(changeAddress({ caller, addressId: params.id, changes: body }), changeAddressProblems),
        ),
    );

    app.delete(
      '/me/addresses/:id',
      {
        schema: {
          tags,
          operationId: 'removeAddress',
          summary: 'Remove an address',
          description: 'When the default is removed, the newest of the others becomes the default.',
          params: IdParams,
          response: { 204: Type.Null({ description: 'Removed.' }) },
        },
        config: { access: removeAddress.access, problems: removeAddressProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(removeAddress({ caller, addressId: params.id }), removeAddressProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };

/** The compiler does not see that fields without a value are absent. */
export const presentAddress = ({ userId: _owner, address, ...facts }: StoredAddress) =>
  ({ ...address, ...facts }) as Static<typeof AddressResponse>;
