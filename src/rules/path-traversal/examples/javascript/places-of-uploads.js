const fs = require("fs");
const send = require("send");
const express = require("express");
const app = express();

app.post("/picture", (req, res) => {
  fs.unlink(req.files.picture[0].path, () => res.end());
  fs.unlink(req.files.picture.path, () => res.end());
  fs.unlink("/pictures/" + req.files.picture.name, () => res.end()); // assay: path-traversal
});

app.get("/file", (req, res) => {
  send(req, req.query.name, { root: "/srv/public" }).pipe(res);
  send(req, req.query.name).pipe(res); // assay: path-traversal
});
