// A bare fastify route that reads JSON and answers given bytes: what the gateway is compared with. Run as a process of its own:
// the bytes come from the file named first, the port goes to standard output.
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';

const answer = readFileSync(process.argv[2] ?? '');
const app = fastify({ bodyLimit: 16 * 1_048_576 });
app.post('/api/v1/analyze', async (_, reply) => reply.type('application/json; charset=utf-8').send(answer));
await app.listen({ host: '127.0.0.1', port: 0 });
console.log((app.server.address() as { port: number }).port);
