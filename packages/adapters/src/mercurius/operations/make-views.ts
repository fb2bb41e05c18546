const viewed = Symbol('viewed');

type Members = Record<PropertyKey, unknown>;
type ViewClass = new (object: object, own: object) => object;

/**
 * Makes views of objects of one class: a view has members of its own, and all others of the object. An object that has
 * the viewed one as its prototype would do the same, but V8 forgets what it has learnt of an object that becomes a
 * prototype: a request and its view then cost 20 µs instead of 1 µs.
 *
 * @example const view = makeViews<FastifyRequest>()(request, { body: {} });
 */
export function makeViews<Viewed extends object>(): (object: Viewed, own: object) => Viewed {
  let View: ViewClass | undefined;
  return (object, own) => {
    View ??= viewClassOf(object, own);
    return new View(object, own) as Viewed;
  };
}

/** The class of views with these members of their own. */
function viewClassOf(object: object, own: object): ViewClass {
  const View = class {
    readonly [viewed]: Members;
    constructor(given: object, members: object) {
      this[viewed] = given as Members;
      Object.assign(this, members);
    }
  };
  for (const name of namesOf(object)) {
    if (Object.hasOwn(own, name)) continue;
    Object.defineProperty(View.prototype, name, {
      get(this: InstanceType<typeof View>) {
        return this[viewed][name];
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
    });
  }
  return View;
}

/** The names of all members, also of those that the prototypes have. */
function namesOf(object: object): ReadonlySet<string | symbol> {
  const names = new Set<string | symbol>();
  for (let at: object | null = object; at !== null && at !== Object.prototype; at = Reflect.getPrototypeOf(at))
    for (const name of Reflect.ownKeys(at)) if (name !== 'constructor') names.add(name);
  return names;
}
