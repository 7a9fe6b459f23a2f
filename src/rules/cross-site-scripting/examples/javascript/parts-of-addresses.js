const http = require("http");

http.createServer((req, res) => {
  const address = new URL(req.url, "http://invalid.invalid");
  res.write(`<a href="/pad${address.search}">here</a>`);
  res.end(`<b>${address.searchParams.get("name")}</b>`); // assay: cross-site-scripting
});
