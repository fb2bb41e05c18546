import { Ajv } from 'ajv';
import { Type, type Static, type TSchema } from 'typebox';

/*
 * The fields of Stripe's resources that we read: a webhook has the API version that its
 * endpoint was created with, which may differ from the SDK's.
 */

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** Another resource: its id, or expanded. */
const Linked = Type.Optional(Nullable(Type.Union([Type.String(), Type.Object({ id: Type.String() })])));
const Amount = Type.Integer();
const Currency = Type.String({ pattern: '^[a-zA-Z]{3}$' });
const Words = Type.Optional(Nullable(Type.String()));
/** Free text of dashboard users. */
const Metadata = Type.Optional(Type.Unknown());

const Intent = Type.Object({
  id: Type.String({ minLength: 1 }),
  metadata: Metadata,
  amount_received: Amount,
  currency: Currency,
  cancellation_reason: Words,
  last_payment_error: Type.Optional(Nullable(Type.Object({ code: Words, decline_code: Words }))),
});
const Session = Type.Object({
  id: Type.String({ minLength: 1 }),
  metadata: Metadata,
  payment_status: Type.String(),
  payment_intent: Type.Union([Type.String(), Type.Object({ id: Type.String() })]),
  amount_total: Amount,
  currency: Currency,
});
const Refund = Type.Object({
  id: Type.String({ minLength: 1 }),
  metadata: Metadata,
  status: Words,
  failure_reason: Words,
  payment_intent: Linked,
  amount: Amount,
  currency: Currency,
});
const Dispute = Type.Object({
  id: Type.String({ minLength: 1 }),
  status: Type.String(),
  payment_intent: Linked,
  amount: Amount,
  currency: Currency,
});
const Event = Type.Object({
  id: Type.String({ minLength: 1 }),
  object: Type.Literal('event'),
  type: Type.String({ minLength: 1 }),
  /** Seconds, up to the maximum of an instant. */
  created: Type.Integer({ minimum: 0, maximum: 253_402_300_799 }),
  livemode: Type.Boolean(),
  data: Type.Object({ object: Type.Object({}) }),
});

export type IntentShape = Static<typeof Intent>;
export type SessionShape = Static<typeof Session>;
export type RefundShape = Static<typeof Refund>;
export type DisputeShape = Static<typeof Dispute>;
export type EventShape = Static<typeof Event>;

const ajv = new Ajv();
export const isIntent = ajv.compile<IntentShape>(Intent);
export const isSession = ajv.compile<SessionShape>(Session);
export const isRefund = ajv.compile<RefundShape>(Refund);
export const isDispute = ajv.compile<DisputeShape>(Dispute);
export const isEvent = ajv.compile<EventShape>(Event);
