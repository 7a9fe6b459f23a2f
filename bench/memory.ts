// Resident memory of the whole process after many analyses.
import { distinctFiles } from './samples.ts';
import { startServer } from './server.ts';

const ANALYSES = 10_000;
const CLIENTS = 8;

/** Prints megabytes (2^20 bytes) resident after every quarter of 10,000 distinct analyses. */
export async function benchMemory(): Promise<void> {
  const server = await startServer();
  try {
    const megabytes = () => (server.residentBytes() / 2 ** 20).toFixed(0);
    console.log(`at start: ${megabytes()} MB`);
    const files = distinctFiles(200, 120);
    let next = 0;
    const client = async () => {
      while (next < ANALYSES) {
        const index = next++;
        const code = `# analysis ${index}\n${files[index % files.length].code}`;
        const { status } = await server.post('/api/v1/analyze', JSON.stringify({ code, language: 'python' }));
        if (status !== 200) throw new Error(`HTTP ${status}`);
        if ((index + 1) % (ANALYSES / 4) === 0) console.log(`after ${index + 1} analyses: ${megabytes()} MB`);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
  } finally {
    await server.stop();
  }
}
