import { posix } from 'node:path';
import { isTest, type SourceFile } from './source-files.js';

const filesInFolder = 24;
const linesInFile = 250;
const columns = 120;

/** Folders with more files, tests excluded, than a reader takes in. */
export function crowdedFolders(files: readonly SourceFile[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    if (isTest(path)) continue;
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > filesInFolder).map(([folder, count]) => `${folder}: ${count} files`);
}

/** Long files whose first comment does not state why they are long. */
export function unexplainedLength(files: readonly SourceFile[]): readonly string[] {
  return files
    .map(({ path, text }) => ({ path, text, lines: text.trimEnd().split('\n').length }))
    .filter(({ text, lines }) => lines > linesInFile && !/\b(long|longer|250 lines)\b/iu.test(firstComment(text)))
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

/** The comment with which a file begins. */
const firstComment = (text: string): string => /^(?:\/\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/u.exec(text)?.[0] ?? '';

/** Lines of comments that are too wide. The formatter breaks code, but no comments. */
export function wideComments(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, at) => (line.length > columns && /^\s*(\/?\*|\/\/)/u.test(line) ? [`${path}:${at + 1}`] : [])),
  );
}
