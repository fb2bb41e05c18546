import { posix } from 'node:path';
import { withoutComments, type SourceFile } from './source-files.js';

/** Invented words, as parts of names, with the standard term that replaces each. */
const inventedParts: Readonly<Record<string, string>> = {
  DecidedChange: 'optimistic write',
  NotAtOnce: 'ConcurrencyConflict',
  AtOnce: 'optimistic path, concurrency',
  KeepTogether: 'group commit',
  KeepingPlaces: 'ordinal',
  KeptPlaces: 'ordinal',
  CloseOut: 'ack, nack, dead-letter',
  NeededJobs: 'no-op filter',
  OrderNews: 'notification',
  AsPlaced: 'initialOrder',
  NothingYet: 'empty',
  ReachCart: 'authorizeCart',
  TakePaidOrder: 'loadPaidOrder',
  SharedReads: 'batch loader',
  InBatches: 'group commit, batch loader',
  AnswerOf: 'tryQuery',
  SliceOf: 'keyset page',
};

/** Ordinary words that are no names. */
const inventedNames: Readonly<Record<string, string>> = {
  unheeded: 'ignored',
  overtaken: 'conflict',
  queried: 'query',
  slice: 'keyset page',
  Slice: 'keyset page',
};

/** An identifier in camelCase or PascalCase that has the word, or its plural, as one of its parts. */
const hasPart = (word: string): RegExp => {
  const small = word.charAt(0).toLowerCase() + word.slice(1);
  return new RegExp(`(?:^${small}|${word})(?=s?(?:[A-Z_\\d]|$))`, 'u');
};
/** A declaration of the word itself; prose may use it. */
const declares = (word: string): RegExp =>
  new RegExp(`\\b(?:const|let|function|type|interface|class|enum)\\s+${word}\\b`, 'u');
const asFileName = (word: string): string => word.replaceAll(/(?<!^)[A-Z]/gu, (letter) => `-${letter}`).toLowerCase();

/** Quick: most names contain none of the words. */
const anyPart = new RegExp(Object.keys(inventedParts).join('|'), 'iu');

/** The invented names in identifiers and in the names of files. */
export function inventedNamesIn(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const code = withoutComments(text);
    const identifiers = [...new Set(code.match(/[A-Za-z_$][\w$]*/gu) ?? [])].filter((name) => anyPart.test(name));
    const fileName = `-${posix.basename(path).replace(/\..*$/u, '')}`;
    return [
      ...Object.entries(inventedParts).flatMap(([word, standard]) =>
        identifiers.filter((name) => hasPart(word).test(name)).map((name) => `${name} (standard: ${standard})`),
      ),
      ...Object.entries(inventedNames).flatMap(([word, standard]) =>
        declares(word).test(code) ? [`${word} (standard: ${standard})`] : [],
      ),
      ...Object.entries(inventedParts).flatMap(([word, standard]) =>
        fileName.includes(`-${asFileName(word)}`) ? [`name of the file (standard: ${standard})`] : [],
      ),
    ].map((fault) => `${path}: ${fault}`);
  });
}
