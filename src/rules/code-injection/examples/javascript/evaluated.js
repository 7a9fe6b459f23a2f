const vm = require('vm');
const express = require('express');
const app = express();

app.get('/calculate', (req, res) => {
  res.json({ result: eval(req.query.expression) }); // assay: code-injection
});

app.post('/rule', (req, res) => {
  const rule = new Function('order', 'return ' + req.body.rule); // assay: code-injection
  res.json({ applies: rule({}) });
});

app.post('/script', (req, res) => {
  vm.runInNewContext(req.body.script, { data: [] }); // assay: code-injection
  setTimeout(`notify('${req.body.user}')`, 1000); // assay: code-injection
  res.end();
});
