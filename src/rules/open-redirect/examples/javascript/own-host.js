const http = require('http');

http
  .createServer((req, res) => {
    if (req.headers.host === undefined) {
      res.writeHead(302, { Location: req.headers.referer }); // assay: open-redirect
      return res.end();
    }
    res.setHeader('Location', `https://${req.headers.host}/start`); // assay: host-from-request
    res.statusCode = 302;
    res.end();
  })
  .listen(8080);
