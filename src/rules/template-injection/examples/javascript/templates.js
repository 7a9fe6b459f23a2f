const ejs = require('ejs');
const express = require('express');
const handlebars = require('handlebars');
const _ = require('lodash');
const nunjucks = require('nunjucks');
const app = express();

app.post('/ejs', (req, res) => {
  res.json({ text: ejs.render('<p>' + req.body.text + '</p>', {}) }); // assay: template-injection
});

app.post('/handlebars', (req, res) => {
  const template = handlebars.compile(req.body.template); // assay: template-injection
  res.json({ text: template({}) });
});

app.post('/others', (req, res) => {
  const lodash = _.template(`Hello ${req.body.name}`); // assay: template-injection
  const text = nunjucks.renderString(req.body.template, {}); // assay: template-injection
  res.json({ text, other: lodash({}) });
});
