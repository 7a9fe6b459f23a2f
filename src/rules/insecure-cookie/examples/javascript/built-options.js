// Koa adds Secure by itself where the connection is encrypted, unless it is told not to.
import Koa from 'koa';

const app = new Koa();

function cookieOptions(days) {
  const options = {};
  options.httpOnly = true;
  options.maxAge = days * 86400000;
  return options;
}

app.use(async (ctx) => {
  ctx.cookies.set('visit', 'now', cookieOptions(1)); // assay: cookie-without-samesite
  ctx.cookies.set('seen', 'yes', { ...cookieOptions(2), secure: false }); // assay: insecure-cookie
});
