const express = require('express');
const escape = require('escape-string-regexp');
const app = express();

app.get('/a', (req, res) => {
  const own = req.query.q.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  res.json([new RegExp(escape(req.query.q)).test('a'), new RegExp(own).test('b')]);
});
