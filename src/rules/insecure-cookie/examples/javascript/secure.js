const express = require('express');
const session = require('express-session');
const app = express();

app.use(session({ secret: process.env.SECRET, cookie: { secure: true } })); // assay: cookie-without-samesite

const defaults = { httpOnly: true, secure: true };

app.get('/login', (req, res) => {
  res.cookie('token', 'x', { ...defaults, maxAge: 1000 });
  res.cookie('theme', 'dark', { secure: process.env.NODE_ENV === 'production' }); // assay: cookie-readable-by-script, cookie-without-samesite
  res.clearCookie('old');
  res.setHeader('Set-Cookie', 'id=1; HttpOnly; Secure');
  res.json({});
});
