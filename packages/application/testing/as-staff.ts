import type { Caller, ErrorOf, SignedInCaller, UseCases } from '@cartwright/application';
import type { ResultAsync } from 'neverthrow';

/** A use case for staff, called as an admin unless the command names another caller. It refuses no admin. */
type Called<UseCase> = UseCase extends ((command: infer Command) => ResultAsync<infer T, unknown>) & {
  readonly access: { readonly permission: unknown };
}
  ? (...args: Optional<WithoutCaller<Command>>) => ResultAsync<T, ErrorOf<UseCase>>
  : UseCase;
/** Distributes over a union of commands, which `Omit` would merge. */
type WithoutCaller<Command> = Command extends unknown
  ? Omit<Command, 'caller'> & { readonly caller?: SignedInCaller }
  : never;
type Optional<Command> = object extends Command ? [command?: Command] : [command: Command];
export type AsStaff<All> = { readonly [Name in keyof All]: Called<All[Name]> };

const admin: Caller = { type: 'user', userId: 'staff', role: 'admin' };

/** The use cases, those for staff without a caller in their commands: what may be left out in tests of other rules. */
export const asStaff = (useCases: UseCases): AsStaff<UseCases> =>
  Object.fromEntries(
    Object.entries(useCases).map(([name, useCase]) => [
      name,
      typeof useCase.access === 'object'
        ? (command?: object) => (useCase as (command: object) => unknown)({ caller: admin, ...command })
        : useCase,
    ]),
  ) as unknown as AsStaff<UseCases>;
