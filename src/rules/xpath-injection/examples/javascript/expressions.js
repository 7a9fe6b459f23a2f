const xpath = require('xpath');
const express = require('express');
const { DOMParser } = require('@xmldom/xmldom');
const libxmljs = require('libxmljs');
const app = express();
const people = new DOMParser().parseFromString('<people/>', 'text/xml');
const orders = libxmljs.parseXml('<orders/>');

app.get('/person', (req, res) => {
  res.json(xpath.select(`//person[name='${req.query.name}']`, people).length); // assay: xpath-injection
});

app.get('/first', (req, res) => {
  const path = ['//person', '[mail="' + req.query.mail + '"]'].join('');
  res.json(Boolean(xpath.select1(path, people))); // assay: xpath-injection
});

app.get('/order', (req, res) => {
  res.json(orders.find('//order[@id=' + req.query.id + ']').length); // assay: xpath-injection
});
