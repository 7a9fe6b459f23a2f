// `npm run verify feature-parity [-- --rows N]`: the features that serving ranks by and those that training reads, row by row.
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureParity } from '../../src/application-server/ranking/testing/feature-parity.ts';
import { openDatabase } from '../../src/database-service/index.ts';
import { createDataDirectory } from '../../src/database-service/testing/data-directory.ts';
import { appendRecord } from './record.ts';

export async function verifyFeatureParity(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '10000' } } });
  const dataDirectory = await createDataDirectory();
  const database = await openDatabase({ url: null, dataDirectory });
  try {
    const { rows, differences } = await measureParity(database, Number(values.rows));
    for (const difference of differences.slice(0, 10)) console.log(difference);
    if (differences.length > 0) throw new Error(`${differences.length} differences in ${rows} rows`);
    appendRecord('feature-parity', `${rows} rows of the embedded database, 0 differences.`);
  } finally {
    await database.close();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
