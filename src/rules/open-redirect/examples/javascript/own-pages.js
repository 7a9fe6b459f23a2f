const express = require('express');
const app = express();

const PAGES = ['/home', '/orders'];

app.get('/listed', (req, res) => {
  const { next } = req.query;
  res.redirect(PAGES.includes(next) ? next : '/');
});

app.get('/number', (req, res) => {
  res.redirect('/orders/' + Number(req.query.id));
});

app.get('/encoded', (req, res) => {
  res.redirect(`/search?q=${encodeURIComponent(req.query.q)}`);
});

app.get('/compared', (req, res) => {
  if (req.query.next === '/orders') res.redirect(req.query.next);
  else res.redirect('/');
});
