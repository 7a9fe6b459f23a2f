const express = require('express');
const app = express();

app.get('/login', (req, res) => {
  res.redirect(req.query.next); // assay: open-redirect
});

app.get('/moved', (req, res) => {
  const target = req.query.to || '/';
  res.redirect(301, target); // assay: open-redirect
});

app.get('/header', (req, res) => {
  res.writeHead(302, { Location: 'https://' + req.query.host }); // assay: open-redirect
  res.end();
});

window.location = new URLSearchParams(location.search).get('next'); // assay: open-redirect
