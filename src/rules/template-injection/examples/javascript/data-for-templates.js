const ejs = require('ejs');
const express = require('express');
const handlebars = require('handlebars');
const app = express();

const greeting = handlebars.compile('<p>Hello {{name}}</p>');

app.post('/handlebars', (req, res) => {
  res.json({ text: greeting({ name: req.body.name }) });
});

app.post('/ejs', (req, res) => {
  res.json({ text: ejs.render('<p><%= text %></p>', { text: req.body.text }) });
});

app.post('/render', (req, res) => {
  res.render('page', { title: req.body.title });
});
