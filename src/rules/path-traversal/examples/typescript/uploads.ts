import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

class Uploads {
  constructor(private readonly folder: string) {}

  pathOf(name: string): string {
    return path.join(this.folder, name); // assay: path-built-from-input
  }

  async write(name: string, data: Buffer): Promise<void> {
    await fs.writeFile(this.pathOf(name), data); // assay: path-traversal
  }
}

const uploads = new Uploads('/var/uploads');

export function routes(app: FastifyInstance): void {
  app.post('/upload', async (request: FastifyRequest, reply: FastifyReply) => {
    const { name, data } = request.body as { name: string; data: string };
    await uploads.write(name, Buffer.from(data, 'base64'));
    return reply.code(201).send();
  });
}
