const express = require('express');
const fs = require('fs');
const path = require('path');

const app = express();
const ROOT = path.resolve('public');

app.get('/inside', (req, res) => {
  const file = path.resolve(ROOT, req.query.name);
  const relative = path.relative(ROOT, file);
  if (relative !== '' && (relative.startsWith('..') || path.isAbsolute(relative))) {
    return res.status(403).end();
  }
  fs.stat(file, (error, stats) => res.json({ found: !error, size: stats?.size }));
});

app.get('/anywhere', (req, res) => {
  const file = path.resolve(ROOT, req.query.name); // assay: path-built-from-input
  if (file === '') return res.status(403).end();
  fs.stat(file, (error, stats) => res.json({ found: !error, size: stats?.size })); // assay: path-traversal
});
