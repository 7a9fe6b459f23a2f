const axios = require('axios');
const express = require('express');
const http = require('http');
const got = require('got');
const app = express();

app.get('/proxy', async (req, res) => {
  const answer = await axios.get(req.query.url); // assay: server-side-request-forgery
  res.json(answer.data);
});

app.get('/fetch', async (req, res) => {
  const answer = await fetch(`http://${req.query.host}/status`); // assay: server-side-request-forgery
  res.json({ ok: answer.ok });
});

app.post('/hook', async (req, res) => {
  const { target } = req.body;
  await axios({ method: 'post', url: target, data: {} }); // assay: server-side-request-forgery
  http.get({ host: target, path: '/' }, () => res.end()); // assay: server-side-request-forgery
  await got(target + '/ready'); // assay: server-side-request-forgery
});
