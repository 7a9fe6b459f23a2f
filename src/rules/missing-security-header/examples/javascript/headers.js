const express = require('express');
const helmet = require('helmet');
const lusca = require('lusca');
const app = express();

app.use(helmet({ frameguard: false })); // assay: missing-security-header
app.use(helmet({ frameguard: { action: 'deny' } }));
app.use(lusca.xssProtection(false));
app.use(helmet({ xssFilter: false }));

app.get('/', (req, res) => {
  // browsers have dropped this filter, and `0` is what is advised today
  res.set('X-XSS-Protection', '0');
  res.set('X-Frame-Options', 'ALLOWALL'); // assay: missing-security-header
  res.setHeader('X-Frame-Options', 'DENY');
  res.json({});
});
