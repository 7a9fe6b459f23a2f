const http = require('http');
const cookie = require('cookie');

http.createServer((req, res) => {
  res.setHeader('Set-Cookie', 'id=1; HttpOnly'); // assay: insecure-cookie
  const value = cookie.serialize('id', '1', { path: '/' }); // assay: insecure-cookie, cookie-without-samesite, cookie-readable-by-script
  res.setHeader('X-Cookie', value);
  res.end();
});
