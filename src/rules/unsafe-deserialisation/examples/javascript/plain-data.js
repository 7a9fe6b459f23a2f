const express = require('express');
const yaml = require('js-yaml');
const app = express();

app.get('/profile', (req, res) => {
  const profile = JSON.parse(Buffer.from(req.cookies.profile, 'base64').toString());
  res.json({ name: profile.name });
});

app.post('/import', (req, res) => {
  res.json(Object.keys(yaml.load(req.body.settings)));
});
