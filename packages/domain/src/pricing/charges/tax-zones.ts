import { accept, refuse, type Decision } from '../../decision.js';
import { defined, findMalformed, list, type MalformedInput, type Shape } from '../../shape.js';
import type { TaxRules, TaxRulesError } from '../pricing-input.js';
import { checkTaxRules, rulesShape } from './check-tax-rules.js';
import { destinationShape, fitOf, isRestOfWorld, zoneShape, type Destination, type Zone } from './zone.js';

/**
 * The tax rules of a zone.
 *
 * @example const uk: TaxZone = { countries: ['GB'], prices: 'inclusive', rates: { standard: 200_000 } };
 */
export type TaxZone = Zone & TaxRules;

/**
 * Why a shop cannot charge tax by its zones: `tax.no-rest-of-world` when no zone holds every destination that the
 * others leave.
 *
 * @example const error: TaxZonesError = { type: 'tax.no-rest-of-world' };
 */
export type TaxZonesError = TaxRulesError | { readonly type: 'tax.no-rest-of-world' };

/**
 * Why no tax rules apply: no zone holds the destination.
 *
 * @example const error: TaxRulesForError = { type: 'tax.no-zone', destination: { country: 'CH' } };
 */
export type TaxRulesForError = MalformedInput | { readonly type: 'tax.no-zone'; readonly destination: Destination };

const zonesShape: Shape<readonly TaxZone[]> = list((zone) => zoneShape(zone) ?? rulesShape(zone));

/**
 * Accepts the tax zones that a shop sets up: each has good rules, and one is the rest of the world, so that every
 * destination has rules.
 * Errors: `tax.no-rest-of-world`, `pricing.tax-rate-malformed`, `pricing.tax-class-without-rate`, `input.malformed`
 * (also for lists that cannot stand together).
 *
 * @example
 * const checked = checkTaxZones([{ countries: ['GB'], prices: 'inclusive', rates: { standard: 200_000 } }]);
 * checked; // => { ok: false, error: { type: 'tax.no-rest-of-world' } }
 */
export function checkTaxZones(zones: readonly TaxZone[]): Decision<readonly TaxZone[], TaxZonesError> {
  const malformed = findMalformed(zonesShape, zones, 'zones');
  if (malformed !== undefined) return refuse(malformed);
  for (const zone of zones) {
    const rules = checkTaxRules(zone);
    if (!rules.ok) return rules;
  }
  return zones.some(isRestOfWorld) ? accept(zones) : refuse({ type: 'tax.no-rest-of-world' });
}

/**
 * The tax rules for a destination, of the zones that hold it: the longest prefix of its postal code wins, then a zone
 * with regions, then one with countries, then the rest of the world; of equals the first. Without a destination the
 * caller passes the shop's country. Errors: `tax.no-zone`, `input.malformed`.
 *
 * @example
 * const rules = { prices: 'inclusive', rates: { standard: 200_000 } } as const;
 * const zones = [{ countries: ['GB'], ...rules }, { countries: [], ...rules, rates: {} }];
 * const chosen = taxRulesFor(zones, { country: 'GB' });
 * chosen; // => { ok: true, value: rules }
 */
export function taxRulesFor(zones: readonly TaxZone[], destination: Destination): Decision<TaxRules, TaxRulesForError> {
  const malformed =
    findMalformed(zonesShape, zones, 'zones') ?? findMalformed(destinationShape, destination, 'destination');
  if (malformed !== undefined) return refuse(malformed);
  let best: { readonly zone: TaxZone; readonly fit: readonly number[] } | undefined;
  for (const zone of zones) {
    const fit = fitOf(zone, destination);
    if (fit !== undefined && (best === undefined || isNarrower(fit, best.fit))) best = { zone, fit };
  }
  if (best === undefined) return refuse({ type: 'tax.no-zone', destination });
  const { prices, rates, shippingClass } = best.zone;
  return accept(defined({ prices, rates, shippingClass }));
}

function isNarrower(left: readonly number[], right: readonly number[]): boolean {
  const differing = left.findIndex((each, index) => each !== right[index]);
  return differing !== -1 && (left[differing] ?? 0) > (right[differing] ?? 0);
}
