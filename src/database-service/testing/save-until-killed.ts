// Run as a program: saves analyses into a data directory until it is killed, and prints the id of each that is saved.
import { writeSync } from 'node:fs';
import { openDatabase, saveAnalysis } from '../index.ts';
import { sampleAnalysis, sampleIssue } from './samples.ts';

const [, , dataDirectory = '', tenantId = ''] = process.argv;
const database = await openDatabase({ url: null, dataDirectory });

async function saveForever(): Promise<never> {
  for (;;) {
    const analysis = sampleAnalysis({ issues: [sampleIssue(), sampleIssue()] });
    await database.asTenant(tenantId, (tx) => saveAnalysis(tx, analysis));
    // Straight to the pipe: what was printed was acknowledged, even when the process is killed right after.
    writeSync(1, `${analysis.id}\n`);
  }
}

await Promise.all([saveForever(), saveForever(), saveForever(), saveForever()]);
