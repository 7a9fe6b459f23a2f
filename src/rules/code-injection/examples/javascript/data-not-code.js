const express = require('express');
const app = express();

app.post('/settings', (req, res) => {
  const settings = JSON.parse(req.body.settings);
  setTimeout(() => console.log('stored'), 1000);
  res.json(Object.keys(settings));
});

const OPERATIONS = { add: (a, b) => a + b, multiply: (a, b) => a * b };

app.get('/calculate', (req, res) => {
  const operation = OPERATIONS[req.query.operation];
  if (!operation) return res.sendStatus(400);
  res.json({ result: operation(Number(req.query.a), Number(req.query.b)) });
});

app.get('/constant', (req, res) => {
  res.json({ result: eval('1 + 1') });
});

app.get('/number', (req, res) => {
  const count = parseInt(req.query.count, 10);
  res.json({ result: eval(`[...Array(${count}).keys()]`) });
});
