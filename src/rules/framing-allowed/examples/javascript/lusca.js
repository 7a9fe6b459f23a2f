const express = require('express');
const lusca = require('lusca');
const app = express();

app.use(lusca.xframe(false)); // assay: framing-allowed
app.use(lusca.xframe('SAMEORIGIN'));
app.get('/', (req, res) => {
  res.set('X-Frame-Options', 'ALLOWALL'); // assay: framing-allowed
  res.setHeader('X-Frame-Options', 'DENY');
  res.json({});
});
