const express = require('express');
const jwt = require('jsonwebtoken');
const session = require('express-session');
const mysql = require('mysql');
const { readFileSync } = require('fs');
const app = express();

const connection = mysql.createConnection({ host: 'db', user: 'app', password: process.env.DB_PASSWORD });

app.use(session({ secret: process.env.SESSION_SECRET, cookie: { secure: true } })); // assay: cookie-without-samesite

app.post('/login', (req, res) => {
  const key = readFileSync('/run/secrets/jwt');
  res.json({ token: jwt.sign({ role: 'user' }, key, { algorithm: 'RS256' }) });
});
