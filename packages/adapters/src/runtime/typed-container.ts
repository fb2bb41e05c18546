import 'reflect-metadata';
import { container, instanceCachingFactory, type DependencyContainer } from 'tsyringe';

/** A symbol that carries the type of what it provides. */
export type Token<T> = symbol & { readonly __provides?: T };
export const token = <T>(name: string): Token<T> => Symbol(name);

export type Resolve = <T>(token: Token<T>) => T;

/** tsyringe with typed tokens and factories. Only the composition roots use it. */
export type TypedContainer = {
  /** `make` runs once, when the token is first resolved. */
  readonly provide: <T>(token: Token<T>, make: (resolve: Resolve) => T) => void;
  readonly resolve: Resolve;
};

export function makeTypedContainer(): TypedContainer {
  const child: DependencyContainer = container.createChildContainer();
  const resolve: Resolve = <T>(wanted: Token<T>): T => child.resolve<T>(wanted);
  return {
    provide: (provided, make) => {
      child.register(provided, { useFactory: instanceCachingFactory(() => make(resolve)) });
    },
    resolve,
  };
}
