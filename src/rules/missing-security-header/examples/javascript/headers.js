const express = require('express');
const helmet = require('helmet');
const lusca = require('lusca');
const app = express();

app.use(helmet({ noSniff: false })); // assay: missing-security-header
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'unsafe-inline'"] } } })); // assay: missing-security-header
app.use(lusca.xssProtection(false));
app.use(helmet({ xssFilter: false }));

app.get('/', (req, res) => {
  // browsers have dropped this filter, and `0` is what is advised today
  res.set('X-XSS-Protection', '0');
  res.json({});
});
