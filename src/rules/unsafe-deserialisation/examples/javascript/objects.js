const express = require('express');
const serialize = require('node-serialize');
const v8 = require('v8');
const { unserialize } = require('node-serialize');
const app = express();

app.get('/profile', (req, res) => {
  const text = Buffer.from(req.cookies.profile, 'base64').toString();
  res.json(serialize.unserialize(text)); // assay: unsafe-deserialisation
});

app.post('/import', (req, res) => {
  const state = unserialize(req.body.state); // assay: unsafe-deserialisation
  const other = v8.deserialize(req.body.raw); // assay: unsafe-deserialisation
  res.json({ state, other });
});
