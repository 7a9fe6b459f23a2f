const express = require('express');
const helmet = require('helmet');
const lusca = require('lusca');
const app = express();

app.use(helmet({ frameguard: false })); // assay: missing-security-header
app.use(helmet({ frameguard: { action: 'deny' } }));
app.use(lusca.xssProtection(false)); // assay: missing-security-header

app.get('/', (req, res) => {
  res.set('X-XSS-Protection', '0'); // assay: missing-security-header
  res.setHeader('X-Frame-Options', 'DENY');
  res.json({});
});
