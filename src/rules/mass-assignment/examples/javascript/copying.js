const express = require('express');
const app = express();

app.post('/profile', (req, res) => {
  const account = { name: 'x', role: 'reader' };
  Object.assign(account, req.body); // assay: mass-assignment
  Object.assign(account, { name: String(req.body.name) });
  const copy = Object.assign({}, req.body);
  res.json({ copy });
});
