const http = require('http');
const Hapi = require('@hapi/hapi');
const Koa = require('koa');

http.createServer((req, res) => {
  const url = new URL(req.url, 'http://localhost');
  res.writeHead(200, { 'Content-Type': 'text/html' });
  res.end('<b>' + url.searchParams.get('name') + '</b>'); // assay: cross-site-scripting
});

const server = Hapi.server({ port: 3000 });
server.route({
  method: 'GET',
  path: '/hello/{name}',
  handler: (request, h) => h.response(`Hello ${request.params.name}`), // assay: cross-site-scripting
});

const app = new Koa();
app.use(async (ctx) => {
  ctx.body = `<p>${ctx.query.text}</p>`; // assay: cross-site-scripting
});
