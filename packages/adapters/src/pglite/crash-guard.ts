/* oxlint-disable no-underscore-dangle -- the names are Emscripten's. */
import type { PGlite } from '@electric-sql/pglite';

/** PostgreSQL ended itself, as it does when it cannot write its log. The code is PostgreSQL's crash_shutdown. */
export class DatabaseCrashed extends Error {
  override readonly name = 'DatabaseCrashed';
  readonly code = '57P02';
}

/** What the guard uses of PGlite's WebAssembly module. */
type Module = {
  _PostgresMainLoopOnce: () => void;
  _PostgresMainLongJmp: () => void;
  _PostgresSendReadyForQueryIfNecessary: () => void;
  _pgl_pq_flush: () => void;
  stackRestore: (pointer: number) => void;
  readonly FS: { readonly streams: readonly unknown[]; readonly close: (stream: unknown) => void };
};

function moduleOf({ Module: module }: { readonly Module: unknown }): Module {
  return module as Module;
}

/**
 * Notices when PostgreSQL ends itself in this process, and from then on fails every call. PGlite ignores the exception
 * and calls into the dead instance again, which never returns and blocks the process.
 *
 * The functions below are those that PGlite calls around each message. `stackRestore` is the only one from which an
 * exception leaves its loop.
 */
export function guardAgainstCrash(client: PGlite, onCrash: (cause: unknown) => void): void {
  const module = moduleOf(client);
  const { _PostgresMainLoopOnce, _PostgresMainLongJmp, _PostgresSendReadyForQueryIfNecessary } = module;
  const { _pgl_pq_flush, stackRestore } = module;
  const { POSTGRES_MAIN_LONGJMP: longJump } = client as unknown as { readonly POSTGRES_MAIN_LONGJMP: number };
  let crash: DatabaseCrashed | undefined;
  const noteCrash = (cause: unknown): void => {
    if (crash !== undefined) return;
    crash = new DatabaseCrashed('the embedded database has stopped', { cause });
    onCrash(cause);
  };
  module._PostgresMainLoopOnce = () => {
    if (crash !== undefined) throw crash;
    try {
      _PostgresMainLoopOnce();
    } catch (error) {
      // A failed statement leaves by a jump; everything else is the end of the instance.
      const isStatementError = (error as { readonly status?: unknown }).status === longJump;
      if (!isStatementError) noteCrash(error);
      throw error;
    }
  };
  module._PostgresMainLongJmp = () => {
    try {
      _PostgresMainLongJmp();
    } catch (error) {
      noteCrash(error);
      throw error;
    }
  };
  module.stackRestore = (pointer) => {
    if (crash !== undefined) throw crash;
    stackRestore(pointer);
  };
  module._PostgresSendReadyForQueryIfNecessary = () => {
    if (crash === undefined) _PostgresSendReadyForQueryIfNecessary();
  };
  module._pgl_pq_flush = () => {
    if (crash === undefined) _pgl_pq_flush();
  };
}

/** Closes the files of an instance without another call of PostgreSQL; its data is what the log has. */
export function abandon(client: PGlite): void {
  const { FS } = moduleOf(client);
  for (const stream of FS.streams) {
    try {
      if (stream !== null && stream !== undefined) FS.close(stream);
    } catch {
      // It may be closed already.
    }
  }
}
