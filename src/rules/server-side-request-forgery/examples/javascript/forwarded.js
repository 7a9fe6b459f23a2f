const http = require("http");

http.createServer((req, res) => {
  http.request({ path: "/", host: "backend.internal", headers: req.headers }, () => res.end());
  http.request({ path: "/", host: req.headers["x-backend"] }, () => res.end()); // assay: server-side-request-forgery
});
