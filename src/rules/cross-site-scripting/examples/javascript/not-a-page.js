const express = require('express');
const app = express();

app.get('/json', (req, res) => {
  res.json({ name: req.query.name });
});

app.get('/object', (req, res) => {
  res.send({ name: req.query.name, ids: [req.query.id] });
});

app.get('/plain', (req, res) => {
  res.type('text/plain').send('Hello ' + req.query.name);
});

app.get('/header', (req, res) => {
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify(req.query));
});

app.get('/number', (req, res) => {
  res.send(`<p>${Number(req.query.count)} pieces</p>`);
});

app.get('/template', (req, res) => {
  res.render('hello', { name: req.query.name });
});

document.getElementById('name').textContent = new URLSearchParams(location.search).get('name');
