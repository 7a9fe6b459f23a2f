const axios = require('axios');
const express = require('express');
const app = express();

const SERVICES = { orders: 'http://orders.internal', users: 'http://users.internal' };

app.get('/service', async (req, res) => {
  const base = SERVICES[req.query.service];
  if (!base) return res.sendStatus(404);
  const answer = await axios.get(base + '/status');
  res.json(answer.data);
});

app.get('/order', async (req, res) => {
  const answer = await axios.get('http://orders.internal/orders', { params: { id: req.query.id } });
  res.json(answer.data);
});

app.get('/encoded', async (req, res) => {
  const answer = await fetch(`https://search.internal/?q=${encodeURIComponent(req.query.q)}`);
  res.json(await answer.json());
});
