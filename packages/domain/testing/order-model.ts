/** Long because it models the whole life of an order a second time, independently of the rules. */
import type { Address, Order, OrderStatus, OrderUnits, PaymentStatus, PricedCart } from '../src/index.js';

/** One unit of a physical line, and what became of it. */
type Unit = { readonly variantId: string; state: 'open' | 'shipped' | 'returned' | 'cancelled' };
/** What was paid for a unit, and whether that is owed or back. */
type Price = { readonly price: number; isUnpaid: boolean };
type Payment = { readonly amount: number };
type Refund = {
  readonly key: string;
  readonly amount: number;
  state: 'pending' | 'confirmed' | 'failed';
};
type Dispute = { readonly key: string; readonly amount: number; state: 'open' | 'won' | 'lost'; withdrawn: number };
type Key = { readonly provider: string; readonly reference: string };
export type Amended = {
  readonly email?: string;
  readonly shippingAddress?: Address;
  readonly note?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((all, each) => all + each, 0);
const nameOf = ({ provider, reference }: Key): string => `${provider}/${reference}`;
const contentOf = (lines: readonly OrderUnits[], ...more: readonly unknown[]): string => {
  // No request with such a line is ever recorded, so that it repeats none.
  if (lines.some(({ quantity }) => !Number.isInteger(quantity) || quantity < 1)) return JSON.stringify(lines);
  const sums: Record<string, number> = {};
  for (const { variantId, quantity } of lines) sums[`${variantId}.`] = (sums[`${variantId}.`] ?? 0) + quantity;
  return JSON.stringify([Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)), ...more]);
};

/**
 * What an order should come to, in the plainest form: a list of single units, a heap of unit prices, and a running
 * count of what is owed. It shares no code with the order; each command returns whether it should be accepted.
 */
export class OrderModel {
  readonly #total: number;
  readonly #shipping: number;
  readonly #hasDigital: boolean;
  readonly units: Unit[] = [];
  /** Of each variant, lowest unit number first. */
  readonly #prices = new Map<string, Price[]>();
  /** How many units of a variant were cancelled or have come back. */
  readonly #gone = new Map<string, number>();
  readonly #payments = new Map<string, Payment>();
  readonly #attempts: { readonly key: string; readonly at: number; readonly isFailed: boolean }[] = [];
  readonly #refunds = new Map<string, Refund>();
  readonly #disputes = new Map<string, Dispute>();
  readonly #parcels = new Map<string, { readonly content: string; isDelivered: boolean }>();
  /** The content of each cancellation, waiver and return, by its kind and id. */
  readonly #requests = new Map<string, string>();
  readonly #amended = new Map<string, string>();
  #owed = 0;
  /** What went back or was withdrawn beyond what was owed. */
  #goodwill = 0;
  #shippingBack = 0;
  #isPaid: boolean;
  #isCancelled = false;

  constructor({ lines, total, taxIncluded, shipping }: PricedCart) {
    this.#total = total.amount;
    this.#isPaid = total.amount === 0;
    this.#shipping = shipping === undefined ? 0 : shipping.total.amount + (taxIncluded ? 0 : shipping.tax.amount);
    this.#hasDigital = lines.some(({ digital }) => digital);
    for (const { variantId, quantity, digital, unitShares } of lines) {
      this.#prices.set(
        variantId,
        unitShares.flatMap(({ units, total: share, tax }) =>
          Array.from({ length: units }, () => ({
            price: share.amount + (taxIncluded ? 0 : tax.amount),
            isUnpaid: false,
          })),
        ),
      );
      for (let unit = 0; unit < (digital ? 0 : quantity); unit += 1) this.units.push({ variantId, state: 'open' });
    }
  }

  get captured(): number {
    return sum([...this.#payments.values()].map(({ amount }) => amount));
  }

  get held(): number {
    return this.captured - this.#goneBack();
  }

  get dueBack(): number {
    return this.#isCancelled ? this.held : Math.min(this.#owed, this.held);
  }

  get status(): OrderStatus {
    if (this.#isCancelled) return 'cancelled';
    if (!this.#isPaid) return 'pending';
    const parcels = [...this.#parcels.values()];
    if (this.units.some(({ state }) => state === 'open')) return parcels.length === 0 ? 'paid' : 'partially_shipped';
    const isBack = this.units.some(({ state }) => state === 'returned');
    if (isBack && !this.units.some(({ state }) => state === 'shipped')) return 'returned';
    return parcels.some(({ isDelivered }) => !isDelivered) ? 'shipped' : 'delivered';
  }

  get isProcessing(): boolean {
    return this.#attempts.some(
      (begun) =>
        !begun.isFailed &&
        !this.#payments.has(begun.key) &&
        !this.#attempts.some((ended) => ended.isFailed && ended.key === begun.key && ended.at >= begun.at),
    );
  }

  get paymentStatus(): PaymentStatus {
    if (!this.#isPaid && !(this.#isCancelled && this.captured >= this.#total)) {
      return this.isProcessing ? 'processing' : 'unpaid';
    }
    const lost = [...this.#disputes.values()].filter(({ state }) => state === 'lost');
    const confirmed = [...this.#refunds.values()].filter(({ state }) => state === 'confirmed');
    const gone = Math.min(this.captured, sum([...lost, ...confirmed].map(({ amount }) => amount)));
    const back = gone - (this.captured - this.#total);
    return back <= 0 ? 'paid' : back < this.#total ? 'partially_refunded' : 'refunded';
  }

  /** The shipping that can still be given back. */
  get shippingLeft(): number {
    return this.#shipping - this.#shippingBack;
  }

  pay(key: Key, amount: number): boolean {
    if (amount <= 0) return false;
    const known = this.#payments.get(nameOf(key));
    if (known !== undefined) return known.amount === amount;
    const isOver = this.#isPaid || this.#isCancelled;
    const past = isOver ? amount : this.held - this.dueBack + amount - this.#total;
    const excess = past < 0 ? 0 : past + (isOver ? 0 : this.#goodwill);
    this.#payments.set(nameOf(key), { amount });
    if (past >= 0) this.#isPaid ||= !this.#isCancelled;
    // All commands have one instant, at which payments come first.
    this.#withdrawMore(amount, (more) => (this.#goodwill += more));
    const settled = Math.min(excess, this.#goodwill);
    this.#goodwill -= settled;
    this.#owed += excess - settled;
    return true;
  }

  process(key: Key, at: number): boolean {
    const isKnown = this.#attempts.some((each) => !each.isFailed && each.key === nameOf(key) && each.at >= at);
    if (isKnown) return true;
    if (this.status !== 'pending') return false;
    this.#attempts.push({ key: nameOf(key), at, isFailed: false });
    return true;
  }

  fail(key: Key, at: number): boolean {
    this.#attempts.push({ key: nameOf(key), at, isFailed: true });
    return true;
  }

  expire(isOver: boolean): boolean {
    if (this.status !== 'pending' || this.isProcessing || !isOver) return false;
    this.#isCancelled = true;
    return true;
  }

  cancel(): boolean {
    if (this.status === 'pending' || (this.status === 'paid' && !this.#hasDigital)) {
      this.#isCancelled = true;
      return true;
    }
    if (this.status !== 'paid') return false;
    const open = new Map<string, number>();
    for (const { variantId, state } of this.units) {
      if (state === 'open') open.set(variantId, (open.get(variantId) ?? 0) + 1);
    }
    return this.cancelUnits(
      'order-1',
      [...open].map(([variantId, quantity]) => ({ variantId, quantity })),
    );
  }

  cancelUnits(id: string, wanted: readonly OrderUnits[]): boolean {
    const known = this.#requests.get(`cancel ${id}`);
    if (known !== undefined) return known === contentOf(wanted);
    if (!['paid', 'partially_shipped'].includes(this.status) || !this.#move(wanted, 'open', 'cancelled')) return false;
    this.#requests.set(`cancel ${id}`, contentOf(wanted));
    this.#owed += this.#takeGone(wanted);
    if (this.units.some(({ state }) => state !== 'cancelled')) return true;
    if (!this.#hasDigital) this.#isCancelled = true;
    else {
      this.#owed += this.shippingLeft;
      this.#shippingBack = this.#shipping;
    }
    return true;
  }

  ship(id: string, wanted: readonly OrderUnits[]): boolean {
    const known = this.#parcels.get(id);
    if (known !== undefined) return known.content === contentOf(wanted);
    if (!['paid', 'partially_shipped'].includes(this.status)) return false;
    if (this.captured > 0 && this.held === 0) return false;
    if (!this.#move(wanted, 'open', 'shipped')) return false;
    this.#parcels.set(id, { content: contentOf(wanted), isDelivered: false });
    return true;
  }

  deliver(id: string): boolean {
    const parcel = this.#parcels.get(id);
    if (parcel !== undefined) parcel.isDelivered = true;
    return parcel !== undefined;
  }

  returnUnits(id: string, wanted: readonly OrderUnits[], restock: boolean, shipping: number): boolean {
    const content = contentOf(wanted, restock, shipping);
    const known = this.#requests.get(`return ${id}`);
    if (known !== undefined) return known === content;
    if (shipping < 0 || shipping > this.shippingLeft || !this.#move(wanted, 'shipped', 'returned')) return false;
    this.#requests.set(`return ${id}`, content);
    this.#owed += this.#takeGone(wanted) + shipping;
    this.#shippingBack += shipping;
    return true;
  }

  waiveUnits(id: string, wanted: readonly OrderUnits[]): boolean {
    const known = this.#requests.get(`waive ${id}`);
    if (known !== undefined) return known === contentOf(wanted);
    if (['pending', 'cancelled'].includes(this.status) || wanted.length === 0) return false;
    const waived: Price[] = [];
    for (const { variantId, quantity } of wanted) {
      if (!Number.isInteger(quantity) || quantity < 1) return false;
      const left = (this.#prices.get(variantId) ?? []).filter((unit) => !unit.isUnpaid && !waived.includes(unit));
      if (left.length < quantity) return false;
      waived.push(...left.slice(0, quantity));
    }
    this.#requests.set(`waive ${id}`, contentOf(wanted));
    this.#owed += this.#forgive(waived);
    return true;
  }

  /** Whoever sends a parcel reads the address off the order: it stays from then on. */
  amend(wanted: Amended): boolean {
    const isSent = this.#parcels.size > 0 || this.#isCancelled;
    const isNew = Object.entries(wanted).some(([fact, value]) => this.#amended.get(fact) !== JSON.stringify(value));
    if (isSent && isNew && (wanted.email !== undefined || wanted.shippingAddress !== undefined)) return false;
    for (const [fact, value] of Object.entries(wanted)) this.#amended.set(fact, JSON.stringify(value));
    return true;
  }

  withdraw(id: string, wanted: readonly OrderUnits[], isWhole: boolean): boolean {
    const known = this.#requests.get(`withdraw ${id}`);
    if (known !== undefined) return known === contentOf(wanted, isWhole);
    const left = new Map([...this.#prices].map(([variantId, { length }]) => [variantId, length]));
    for (const { variantId, quantity } of wanted) {
      const after = (left.get(variantId) ?? 0) - quantity;
      if (!Number.isInteger(quantity) || quantity < 1 || after < 0) return false;
      left.set(variantId, after);
    }
    if (wanted.length === 0) return false;
    this.#requests.set(`withdraw ${id}`, contentOf(wanted, isWhole));
    return true;
  }

  refund(id: string, key: Key, amount: number, reported: boolean): boolean {
    const known = this.#refunds.get(id);
    if (known !== undefined) return known.amount === amount && known.key === nameOf(key);
    const payment = this.#payments.get(nameOf(key));
    if (payment === undefined || (this.status === 'pending' && !reported)) return false;
    if (amount <= 0 || amount > this.held || amount > this.#leftOf(nameOf(key), payment)) return false;
    this.#payOff(amount);
    this.#refunds.set(id, { key: nameOf(key), amount, state: 'pending' });
    return true;
  }

  settle(id: string, state: 'confirmed' | 'failed'): boolean {
    const refund = this.#refunds.get(id);
    if (refund?.state !== 'pending') return refund?.state === state;
    refund.state = state;
    if (state === 'failed') this.#oweAgain(refund);
    return true;
  }

  bounce(id: string): boolean {
    const refund = this.#refunds.get(id);
    if (refund?.state !== 'confirmed') return refund?.state === 'failed';
    refund.state = 'failed';
    this.#oweAgain(refund);
    return true;
  }

  dispute(id: string, key: Key, amount: number, state: 'open' | 'won' | 'lost'): boolean {
    if (amount <= 0) return false;
    const known = this.#disputes.get(id);
    if (known !== undefined) {
      if (known.amount !== amount || known.key !== nameOf(key)) return false;
      if (state === 'open' || known.state === state) return true;
      if (known.state !== 'open') return false;
    }
    const payment = this.#payments.get(nameOf(key));
    if (payment === undefined || amount > payment.amount) return false;
    const withdrawn = state === 'lost' ? Math.min(amount, this.held) : 0;
    this.#payOff(withdrawn);
    this.#disputes.set(id, { key: nameOf(key), amount, state, withdrawn });
    return true;
  }

  /** It is held again; what a dispute withdrew of it meanwhile is gone. */
  #oweAgain({ amount }: Refund): void {
    this.#owed += amount;
    this.#withdrawMore(amount, (more) => this.#payOff(more));
  }

  #payOff(amount: number): void {
    const due = Math.min(this.dueBack, amount);
    this.#owed -= due;
    this.#goodwill += amount - due;
  }

  /** What lost disputes lack they withdraw of money that is found to be held; `take` comes before each. */
  #withdrawMore(amount: number, take: (more: number) => void): void {
    let left = amount;
    for (const dispute of this.#disputes.values()) {
      const more = dispute.state === 'lost' ? Math.min(left, dispute.amount - dispute.withdrawn) : 0;
      take(more);
      dispute.withdrawn += more;
      left -= more;
    }
  }

  /** Refunds that did not fail, and what lost disputes withdrew of the money held. */
  #goneBack(): number {
    const refunds = [...this.#refunds.values()].filter(({ state }) => state !== 'failed');
    return (
      sum(refunds.map(({ amount }) => amount)) + sum([...this.#disputes.values()].map(({ withdrawn }) => withdrawn))
    );
  }

  #leftOf(key: string, { amount }: Payment): number {
    const refunds = [...this.#refunds.values()].filter((each) => each.key === key && each.state !== 'failed');
    const disputes = [...this.#disputes.values()].filter((each) => each.key === key);
    return amount - sum(refunds.map((each) => each.amount)) - sum(disputes.map(({ withdrawn }) => withdrawn));
  }

  /** Moves units one by one; when one of them is not there, none is moved. */
  #move(wanted: readonly OrderUnits[], from: Unit['state'], to: Unit['state']): boolean {
    const moved: Unit[] = [];
    for (const { variantId, quantity } of wanted) {
      if (!Number.isInteger(quantity) || quantity < 1) return false;
      for (let unit = 0; unit < quantity; unit += 1) {
        const next = this.units.find(
          (each) => each.variantId === variantId && each.state === from && !moved.includes(each),
        );
        if (next === undefined) return false;
        moved.push(next);
      }
    }
    for (const unit of moved) unit.state = to;
    return moved.length > 0;
  }

  /** The lowest units that are not gone are so now; what was still paid for them is owed. */
  #takeGone(wanted: readonly OrderUnits[]): number {
    return sum(
      wanted.map(({ variantId, quantity }) => {
        const from = this.#gone.get(variantId) ?? 0;
        this.#gone.set(variantId, from + quantity);
        return this.#forgive((this.#prices.get(variantId) ?? []).slice(from, from + quantity));
      }),
    );
  }

  /** What was paid for units whose money is neither owed nor back yet; it is from now on. */
  #forgive(units: readonly Price[]): number {
    const price = sum(units.map((unit) => (unit.isUnpaid ? 0 : unit.price)));
    for (const unit of units) unit.isUnpaid = true;
    return price;
  }
}

/** What left and entered the stock for an order, in units by variant. */
export class StockLedger {
  readonly #moved = new Map<string, number>();

  add({
    stock,
  }: {
    readonly stock: readonly { readonly type: string; readonly variantId: string; readonly quantity: number }[];
  }): void {
    for (const { type, variantId, quantity } of stock) {
      const key = `${type} ${variantId}`;
      this.#moved.set(key, (this.#moved.get(key) ?? 0) + quantity);
    }
  }

  #of(type: string, variantId: string): number {
    return this.#moved.get(`${type} ${variantId}`) ?? 0;
  }

  /** Reserved, and neither released nor shipped. */
  reserved(variantId: string): number {
    return this.#of('reserve', variantId) - this.#of('release', variantId) - this.#of('ship', variantId);
  }

  /** Shipped, and not back in the stock. */
  away(variantId: string): number {
    return this.#of('ship', variantId) - this.#of('restock', variantId);
  }
}

/** The units of each variant that meet a condition, as a command names them. */
export const unitsOf = (
  order: Order,
  quantityOf: (line: Order['pricing']['lines'][number]) => number,
): readonly OrderUnits[] =>
  order.pricing.lines
    .map((line) => ({ variantId: line.variantId, quantity: quantityOf(line) }))
    .filter(({ quantity }) => quantity > 0);
