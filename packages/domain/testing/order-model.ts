/** Long because it models the whole life of an order a second time, independently of the rules. */
import type { Order, OrderStatus, OrderUnits, PaymentStatus, PricedCart } from '../src/index.js';

/** One unit of a physical line, and what became of it. */
type Unit = { readonly variantId: string; state: 'open' | 'shipped' | 'returned' | 'cancelled' };

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((all, each) => all + each, 0);

/**
 * What an order should come to, kept in the plainest way: a list of single units, a heap of unit prices, and a running
 * count of what is owed. It shares no code with the order; each command answers whether it should be accepted.
 */
export class OrderModel {
  readonly #total: number;
  readonly #hasDigital: boolean;
  readonly units: Unit[] = [];
  /** What was paid for each unit of a variant, lowest number first, and whether that is owed or back. */
  readonly #prices = new Map<string, { readonly price: number; isUnpaid: boolean }[]>();
  /** How many units of a variant were cancelled or have come back. */
  readonly #gone = new Map<string, number>();
  readonly #payments = new Map<string, number>();
  readonly #refunds = new Map<string, { readonly amount: number; state: 'pending' | 'confirmed' | 'failed' }>();
  readonly #disputes = new Map<string, { readonly amount: number; state: 'open' | 'won' | 'lost' }>();
  readonly #parcels = new Map<string, boolean>();
  readonly #returns = new Set<string>();
  #owed = 0;
  #isCancelled = false;

  constructor({ lines, total, taxIncluded }: PricedCart) {
    this.#total = total.amount;
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
    return sum(this.#payments.values());
  }

  get held(): number {
    return Math.max(0, this.captured - this.#goneBack('pending', 'confirmed'));
  }

  get dueBack(): number {
    return Math.min(this.#isCancelled ? this.held : this.#owed, this.held);
  }

  get status(): OrderStatus {
    if (this.#isCancelled) return 'cancelled';
    if (this.captured < this.#total) return 'pending';
    const parcels = [...this.#parcels.values()];
    if (this.units.some(({ state }) => state === 'open')) return parcels.length === 0 ? 'paid' : 'partially_shipped';
    return parcels.includes(false) ? 'shipped' : 'delivered';
  }

  get paymentStatus(): PaymentStatus {
    if (this.captured < this.#total) return 'unpaid';
    const back = Math.min(this.captured, this.#goneBack('confirmed'));
    return back === 0 ? 'paid' : back < this.captured ? 'partially_refunded' : 'refunded';
  }

  pay(reference: string, amount: number): boolean {
    if (amount <= 0) return false;
    const known = this.#payments.get(reference);
    if (known !== undefined) return known === amount;
    const excess = (): number => Math.max(0, this.captured - this.#total);
    const before = excess();
    this.#payments.set(reference, amount);
    this.#owed += excess() - before;
    return true;
  }

  expire(isOver: boolean): boolean {
    if (this.status !== 'pending' || !isOver) return false;
    this.#isCancelled = true;
    return true;
  }

  cancel(): boolean {
    if (!['pending', 'paid'].includes(this.status)) return false;
    this.#isCancelled = true;
    return true;
  }

  cancelUnits(asked: readonly OrderUnits[]): boolean {
    if (!['paid', 'partially_shipped'].includes(this.status) || !this.#move(asked, 'open', 'cancelled')) return false;
    this.#owed += this.#takeGone(asked);
    const isEmpty = !this.#hasDigital && this.units.every(({ state }) => state === 'cancelled');
    if (isEmpty) this.#isCancelled = true;
    return true;
  }

  ship(id: string, asked: readonly OrderUnits[]): boolean {
    if (!['paid', 'partially_shipped'].includes(this.status) || this.#parcels.has(id)) return false;
    if (this.captured > 0 && this.held === 0) return false;
    if (!this.#move(asked, 'open', 'shipped')) return false;
    this.#parcels.set(id, false);
    return true;
  }

  deliver(id: string): boolean {
    if (this.#parcels.get(id) !== false) return false;
    this.#parcels.set(id, true);
    return true;
  }

  returnUnits(id: string, asked: readonly OrderUnits[]): boolean {
    if (this.#returns.has(id) || !this.#move(asked, 'shipped', 'returned')) return false;
    this.#returns.add(id);
    this.#owed += this.#takeGone(asked);
    return true;
  }

  waiveUnits(asked: readonly OrderUnits[]): boolean {
    if (['pending', 'cancelled'].includes(this.status) || asked.length === 0) return false;
    const waived: { readonly price: number; isUnpaid: boolean }[] = [];
    for (const { variantId, quantity } of asked) {
      if (!Number.isInteger(quantity) || quantity < 1) return false;
      const left = (this.#prices.get(variantId) ?? []).filter((unit) => !unit.isUnpaid && !waived.includes(unit));
      if (left.length < quantity) return false;
      waived.push(...left.slice(0, quantity));
    }
    this.#owed += this.#forgive(waived);
    return true;
  }

  refund(id: string, amount: number): boolean {
    const known = this.#refunds.get(id);
    if (known !== undefined) return known.amount === amount;
    if (this.status === 'pending' || amount <= 0 || amount > this.held) return false;
    this.#owed -= Math.min(this.dueBack, amount);
    this.#refunds.set(id, { amount, state: 'pending' });
    return true;
  }

  settle(id: string, state: 'confirmed' | 'failed'): boolean {
    const refund = this.#refunds.get(id);
    if (refund?.state !== 'pending') return refund?.state === state;
    refund.state = state;
    if (state === 'failed') this.#owed += refund.amount;
    return true;
  }

  bounce(id: string): boolean {
    const refund = this.#refunds.get(id);
    if (refund === undefined || refund.state === 'failed') return refund !== undefined;
    refund.state = 'failed';
    this.#owed += refund.amount;
    return true;
  }

  dispute(id: string, reference: string, amount: number, state: 'open' | 'won' | 'lost'): boolean {
    if (this.paymentStatus === 'unpaid' || amount <= 0 || !this.#payments.has(reference)) return false;
    const known = this.#disputes.get(id);
    if (known !== undefined && known.amount !== amount) return false;
    if (known !== undefined && (state === 'open' || known.state === state)) return true;
    if (known !== undefined && known.state !== 'open') return false;
    if (state === 'lost') this.#owed -= Math.min(this.dueBack, amount);
    this.#disputes.set(id, { amount, state });
    return true;
  }

  /** Refunds in these states, and lost disputes. */
  #goneBack(...states: readonly ('pending' | 'confirmed')[]): number {
    const refunds = [...this.#refunds.values()].filter(({ state }) => states.some((each) => each === state));
    const disputes = [...this.#disputes.values()].filter(({ state }) => state === 'lost');
    return sum([...refunds, ...disputes].map(({ amount }) => amount));
  }

  /** Moves units one by one; when one of them is not there, none is moved. */
  #move(asked: readonly OrderUnits[], from: Unit['state'], to: Unit['state']): boolean {
    const moved: Unit[] = [];
    for (const { variantId, quantity } of asked) {
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
  #takeGone(asked: readonly OrderUnits[]): number {
    return sum(
      asked.map(({ variantId, quantity }) => {
        const from = this.#gone.get(variantId) ?? 0;
        this.#gone.set(variantId, from + quantity);
        return this.#forgive((this.#prices.get(variantId) ?? []).slice(from, from + quantity));
      }),
    );
  }

  /** What was paid for units whose money is neither owed nor back yet; it is from now on. */
  #forgive(units: readonly { readonly price: number; isUnpaid: boolean }[]): number {
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
