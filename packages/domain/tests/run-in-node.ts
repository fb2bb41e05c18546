import { pathToFileURL } from 'node:url';
import { runCommand } from '@cartwright/tests/run-command';

/**
 * Runs a module's text in a Node of its own, away from the test runner, and answers what it prints as JSON. In the text
 * `package:` stands for the unpacked package.
 */
export async function runInNode(folder: string, module: string): Promise<unknown> {
  const source = module.replaceAll('package:', pathToFileURL(`${folder}/`).href);
  const ran = await runCommand(process.execPath, ['--no-warnings', '--input-type=module', '-e', source]);
  if (ran.exitCode !== 0) throw new Error(ran.output);
  return JSON.parse(ran.stdout);
}
