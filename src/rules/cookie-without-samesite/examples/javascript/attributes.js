const express = require('express');
const app = express();

app.get('/', (req, res) => {
  res.cookie('a', '1', { secure: true, httpOnly: true, sameSite: 'none' }); // assay: cookie-without-samesite
  res.cookie('b', '1', { secure: true, httpOnly: true, sameSite: 'strict' });
  res.json({});
});
