const express = require('express');
const jwt = require('jsonwebtoken');
const session = require('express-session');
const mysql = require('mysql');
const app = express();

const connection = mysql.createConnection({ host: 'db', user: 'app', password: 'Tr0ub4dor&3x' }); // assay: hard-coded-secret

app.use(session({ secret: 'keyboard lion 4711', cookie: { secure: true } })); // assay: hard-coded-secret, cookie-without-samesite

app.post('/login', (req, res) => {
  res.json({ token: jwt.sign({ role: 'user' }, 'p9Zk2LqX7vTb4WnR') }); // assay: hard-coded-secret
});
