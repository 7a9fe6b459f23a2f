const http = require('http');
const fs = require('fs/promises');
const url = require('url');

async function load(folder, name) {
  return fs.readFile(folder + name); // assay: path-traversal
}

http.createServer(async (req, res) => {
  const { pathname } = url.parse(req.url);
  res.setHeader('Content-Type', 'image/png');
  res.end(await load('./static', decodeURIComponent(pathname)));
}).listen(8080);
