import pug from 'pug';
import type { FastifyInstance } from 'fastify';

const TEMPLATES = { short: 'p= text', long: 'h1= subject\np= text' };

export async function mails(app: FastifyInstance): Promise<void> {
  app.post('/mail', async (request, reply) => {
    const { subject, text, kind } = request.body as { subject: string; text: string; kind: string };
    const template = kind === 'short' ? TEMPLATES.short : TEMPLATES.long;
    return reply.send({ mail: pug.render(template, { subject, text }) });
  });
}
