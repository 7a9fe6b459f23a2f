// What `assay tenant distribute` does.
import { readConfiguration } from '../config/index.ts';
import { databaseOptions, distributeTables, distributionStatements } from '../database-service/index.ts';

/** Returns the statements; with `run` they have been run. */
export async function distribute(run: boolean): Promise<string> {
  const options = databaseOptions(readConfiguration());
  const statements = run ? await distributeTables(options) : await distributionStatements(options);
  return statements.map((statement) => `${statement};\n`).join('');
}
