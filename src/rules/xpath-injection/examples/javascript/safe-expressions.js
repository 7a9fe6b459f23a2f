const xpath = require('xpath');
const express = require('express');
const { DOMParser } = require('@xmldom/xmldom');
const app = express();
const people = new DOMParser().parseFromString('<people/>', 'text/xml');

app.get('/number', (req, res) => {
  res.json(xpath.select(`//person[${Number(req.query.position)}]`, people).length);
});

app.get('/compared', (req, res) => {
  const found = xpath.select('//person', people).filter((person) => person.getAttribute('name') === req.query.name);
  res.json(found.length);
});

app.get('/checked', (req, res) => {
  const name = req.query.name.replace(/[^a-z]/gi, '');
  res.json(xpath.select(`//person[name='${name}']`, people).length);
});
