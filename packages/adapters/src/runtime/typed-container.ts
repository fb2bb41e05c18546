import 'reflect-metadata';
import { container, instanceCachingFactory, type DependencyContainer } from 'tsyringe';

/** A symbol that remembers what it stands for. */
export type Token<T> = symbol & { readonly __provides?: T };
export const token = <T>(name: string): Token<T> => Symbol(name);

export type Resolve = <T>(token: Token<T>) => T;

/** tsyringe by typed tokens and factories: nothing but the composition roots knows that there is a container. */
export type TypedContainer = {
  /** Makes at most one, when it is first asked for. */
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
