const express = require('express');
const session = require('express-session');
const app = express();

app.use(session({ secret: process.env.SECRET, cookie: { secure: false, httpOnly: true } })); // assay: insecure-cookie, cookie-without-samesite

const options = { httpOnly: true, maxAge: 1000 };

app.get('/login', (req, res) => {
  res.cookie('token', 'x', options); // assay: insecure-cookie, cookie-without-samesite
  res.cookie('theme', 'dark', { secure: false }); // assay: insecure-cookie, cookie-readable-by-script, cookie-without-samesite
  res.json({});
});
