import { fromLocalInput } from '../../api/dates.js';
import { invalidField } from '../../api/problem.js';
import { formValues, type FormValues } from '../../ui/form-values.js';
import type { Conditions, Effect, PromotionDraft, Selector, Target, UnitGroup } from './promotion-shape.js';

/** The promotion that was typed. `before` is the stored one, whose rarer parts have no fields and stay as they are. */
export function readPromotion(values: FormValues, before?: PromotionDraft): PromotionDraft {
  const priority = values.integer('priority');
  const exclusiveGroup = values.optional('exclusiveGroup');
  return {
    name: values.text('name'),
    target: readTarget(values, before),
    effect: readEffect(values, before),
    conditions: readConditions(values, before?.conditions),
    visibility: values.text('visibility') === 'secret' ? 'secret' : 'public',
    combinable: values.isChecked('combinable'),
    stops: values.isChecked('stops'),
    ...(priority === undefined ? {} : { priority }),
    ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
  };
}

function readTarget(values: FormValues, before?: PromotionDraft): Target {
  const type = values.text('target.type');
  if (type !== 'lines') return { type: type === 'shipping' ? 'shipping' : 'order' };
  const former = before?.target.type === 'lines' ? before.target.selector : undefined;
  return { type, selector: readSelector(values, 'target', former) };
}

/** Products and categories are chosen here; single variants only by the API. */
function readSelector(values: FormValues, name: string, former: Selector | undefined): Selector {
  const productIds = values.all(`${name}.productIds`);
  const categoryIds = values.all(`${name}.categoryIds`);
  return {
    ...(former?.variantIds === undefined ? {} : { variantIds: former.variantIds }),
    ...(productIds.length === 0 ? {} : { productIds }),
    ...(categoryIds.length === 0 ? {} : { categoryIds }),
  };
}

function readEffect(values: FormValues, before?: PromotionDraft): Effect {
  const currency = values.text('currency');
  switch (values.text('effect.type')) {
    case 'amount': {
      const mode = values.text('effect.mode') === 'each' ? 'each' : 'across';
      return { type: 'amount', mode, amount: required('effect.amount', values.money('effect.amount', currency)) };
    }
    case 'fixedPrice':
      return { type: 'fixedPrice', price: required('effect.price', values.money('effect.price', currency)) };
    case 'freeShipping':
      return { type: 'freeShipping' };
    case 'tiers':
      return readTiers(values, currency);
    case 'buyXGetY': {
      const former = before?.effect.type === 'buyXGetY' ? before.effect : undefined;
      const maxApplications = values.integer('effect.maxApplications');
      return {
        type: 'buyXGetY',
        buy: readUnits(values, 'effect.buy', former?.buy),
        get: readUnits(values, 'effect.get', former?.get),
        rate: required('effect.rate', values.rate('effect.rate')),
        ...(maxApplications === undefined ? {} : { maxApplications }),
      };
    }
    default: {
      const cap = values.money('effect.cap', currency);
      const rate = required('effect.rate', values.rate('effect.rate'));
      return { type: 'percent', rate, ...(cap === undefined ? {} : { cap }) };
    }
  }
}

const readUnits = (values: FormValues, name: string, former: UnitGroup | undefined): UnitGroup => ({
  selector: readSelector(values, name, former?.selector),
  quantity: required(`${name}.quantity`, values.integer(`${name}.quantity`)),
});

/** Lines such as `100.00: 5`: from which subtotal or number of units, and the percentage. */
function readTiers(values: FormValues, currency: string): Effect {
  const by = values.text('effect.by') === 'quantity' ? 'quantity' : 'subtotal';
  const tiers = values.lines('effect.tiers').map((line) => {
    const [from = '', percentage = ''] = line.split(':');
    const tier = valuesOf({ 'effect.tiers': from, rate: percentage });
    const start = by === 'quantity' ? tier.integer('effect.tiers') : tier.money('effect.tiers', currency);
    return { from: required('effect.tiers', start), rate: required('effect.tiers', tier.rate('rate')) };
  });
  return { type: 'tiers', by, tiers };
}

/** Reads parts of a line as if they were fields. */
function valuesOf(parts: Readonly<Record<string, string>>): FormValues {
  const data = new FormData();
  for (const [name, part] of Object.entries(parts)) data.set(name, part);
  return formValues(data);
}

function readConditions(values: FormValues, former: Conditions | undefined): Conditions {
  const currency = values.text('currency');
  const startsAt = fromLocalInput(values.text('conditions.startsAt'), former?.startsAt);
  const endsAt = fromLocalInput(values.text('conditions.endsAt'), former?.endsAt);
  const given = {
    startsAt,
    endsAt,
    minimumSubtotal: values.money('conditions.minimumSubtotal', currency),
    minimumQuantity: values.integer('conditions.minimumQuantity'),
    couponCode: values.optional('conditions.couponCode'),
    usageLimit: values.integer('conditions.usageLimit'),
    customerUsageLimit: values.integer('conditions.customerUsageLimit'),
    budget: values.money('conditions.budget', currency),
    contains: former?.contains,
    groups: values.list('conditions.groups').length === 0 ? undefined : values.list('conditions.groups'),
    firstOrder: values.isChecked('conditions.firstOrder') ? true : undefined,
    singleUse: values.isChecked('conditions.singleUse') ? true : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Conditions;
}

function required<Value>(field: string, value: Value | undefined): Value {
  if (value === undefined) throw invalidField(field, 'Fill in this field.');
  return value;
}
