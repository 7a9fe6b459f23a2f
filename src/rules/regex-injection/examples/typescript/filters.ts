import Fastify from 'fastify';

const app = Fastify();

app.get<{ Querystring: { word: string } }>('/words', async (request) => {
  const pattern = RegExp(`^${request.query.word}`); // assay: regex-injection
  return ['a', 'b'].filter((word) => pattern.test(word));
});
