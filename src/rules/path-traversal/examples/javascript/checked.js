const fs = require('fs');
const path = require('path');
const express = require('express');
const app = express();

const ROOT = path.resolve('public') + path.sep;

app.get('/inside', (req, res) => {
  const file = path.resolve(ROOT, req.query.name);
  if (!file.startsWith(ROOT)) {
    return res.sendStatus(403);
  }
  fs.createReadStream(file).pipe(res);
});

app.get('/plain-names', (req, res) => {
  const { name } = req.query;
  if (!/^[\w-]+$/.test(name)) throw new Error('no such file');
  fs.readFile(path.join(ROOT, name), (error, data) => res.json({ size: data.length }));
});

app.get('/no-dots', (req, res) => {
  const name = String(req.query.name);
  if (name.includes('..')) return res.sendStatus(400);
  fs.access(ROOT + name, (error) => res.json({ found: !error }));
});

app.get('/known', (req, res) => {
  const pages = { home: 'home.html', about: 'about.html' };
  res.sendFile(path.join(ROOT, pages[req.query.page]));
});
