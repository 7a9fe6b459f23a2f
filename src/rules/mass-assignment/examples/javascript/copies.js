const express = require("express");
const app = express();

app.post("/save", (req, res) => {
  const all = Object.assign(Object.assign({}, req.fields), req.body);
  show(all.name);
  res.end();
});
