const express = require('express');
const _ = require('lodash');
const app = express();
const defaults = { theme: { color: 'red' } };

app.post('/merge', (req, res) => {
  _.merge(defaults, req.body); // assay: prototype-pollution
  _.set(defaults, req.body.path, 1); // assay: prototype-pollution
  const part = defaults[req.body.part];
  part.color = 'blue'; // assay: prototype-pollution
  res.json({});
});
