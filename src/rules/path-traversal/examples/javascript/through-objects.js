import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import Koa from 'koa';
import Router from '@koa/router';

const router = new Router();
const store = {
  folder: '/srv/files',
  locate(name) {
    return join(this.folder, name); // assay: path-built-from-input
  },
};

router.get('/files', async (ctx) => {
  const { name } = ctx.query;
  const place = store.locate(name);
  ctx.type = 'application/pdf';
  createReadStream(place).pipe(ctx.res); // assay: path-traversal
});

new Koa().use(router.routes()).listen(3000);
