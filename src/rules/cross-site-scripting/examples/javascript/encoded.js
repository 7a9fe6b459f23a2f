const express = require('express');
const escapeHtml = require('escape-html');
const DOMPurify = require('isomorphic-dompurify');
const app = express();

app.get('/hello', (req, res) => {
  res.send('<h1>Hello ' + escapeHtml(req.query.name) + '</h1>');
});

app.get('/rich', (req, res) => {
  res.send(`<article>${DOMPurify.sanitize(req.query.text)}</article>`);
});

app.get('/link', (req, res) => {
  res.send(`<a href="/search?q=${encodeURIComponent(req.query.q)}">again</a>`);
});

const encode = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

app.get('/own', (req, res) => {
  res.send(`<p>${encode(req.query.text)}</p>`);
});
