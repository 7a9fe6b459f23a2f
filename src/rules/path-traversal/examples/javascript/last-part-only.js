const fs = require('fs');
const path = require('path');
const express = require('express');
const app = express();

app.get('/file', (req, res) => {
  const file = path.join('public', path.basename(req.query.name));
  fs.readFile(file, 'utf8', (error, text) => res.json({ text }));
});

app.get('/rooted', (req, res) => {
  res.sendFile(req.query.page, { root: path.resolve('pages') });
});

app.get('/image/:id', (req, res) => {
  const id = Number(req.params.id);
  res.sendFile(path.resolve(`images/${id}.png`));
});
