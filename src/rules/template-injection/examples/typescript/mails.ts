import pug from 'pug';
import type { FastifyInstance } from 'fastify';

const layout = (subject: string): string => `h1 ${subject}\np #{text}`;

export async function mails(app: FastifyInstance): Promise<void> {
  app.post('/mail', async (request, reply) => {
    const { subject, text } = request.body as { subject: string; text: string };
    return reply.send({ mail: pug.render(layout(subject), { text }) }); // assay: template-injection
  });
}
