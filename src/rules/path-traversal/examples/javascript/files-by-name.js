const fs = require('fs');
const path = require('path');
const express = require('express');
const app = express();

const ROOT = path.resolve('public');

app.get('/file', (req, res) => {
  const file = path.join(ROOT, req.query.name); // assay: path-built-from-input
  fs.readFile(file, 'utf8', (error, text) => res.json({ text })); // assay: path-traversal
});

app.get('/download/:name', (req, res) => {
  res.download(`${ROOT}/${req.params.name}`); // assay: path-traversal
});

app.delete('/file', async (req, res) => {
  await fs.promises.unlink(req.body.path); // assay: path-traversal
  res.end();
});

app.get('/view', (req, res) => {
  res.sendFile(req.query.page + '.html'); // assay: path-traversal
});
