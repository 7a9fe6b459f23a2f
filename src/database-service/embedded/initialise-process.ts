// Makes an empty database in the directory given as argument, and ends: a process, since this takes half a gigabyte
// of memory that a thread would leave to the server. What goes wrong is told on standard error.
import { PGlite } from '@electric-sql/pglite';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('usage: initialise-process DIRECTORY');

const log: string[] = [];
const remember = (line: string) => {
  log.push(line);
  return false;
};

try {
  const lite = await PGlite.create(directory, { onStdout: remember, onStderr: remember });
  await lite.close();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${log.slice(-20).join('\n')}\n`);
  process.exit(1);
}
