const express = require('express');
const app = express();

app.get('/hello', (req, res) => {
  res.send('<h1>Hello ' + req.query.name + '</h1>'); // assay: cross-site-scripting
});

const layout = (title, body) => `<title>${title}</title><main>${body}</main>`;

app.get('/search', (req, res) => {
  const { term } = req.query;
  res.status(200).send(layout('Search', `Nothing found for ${term}`)); // assay: cross-site-scripting
});

app.post('/comment', (req, res) => {
  res.write('<p>');
  res.write(req.body.comment); // assay: cross-site-scripting
  res.end('</p>');
});

app.use((err, req, res, next) => {
  res.status(404).end(`No page at ${req.originalUrl}`); // assay: cross-site-scripting
});
