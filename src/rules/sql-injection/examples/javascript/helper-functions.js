const express = require('express');
const mysql = require('mysql2');
const app = express();
const pool = mysql.createPool({ host: 'localhost' });

function findBy(column, value) {
  return 'SELECT * FROM users WHERE ' + column + " = '" + value + "'";
}

const run = (statement, done) => pool.query(statement, done); // assay: sql-injection

app.get('/by-name', (req, res) => {
  pool.query(findBy('name', req.query.name), (error, rows) => res.json(rows)); // assay: sql-injection
});

app.get('/by-mail', (req, res) => {
  run(`DELETE FROM users WHERE mail = '${req.body.mail}'`, () => res.json({}));
});

app.get('/sorted', async function (request, response) {
  const { order = 'name' } = request.query;
  let sql = 'SELECT * FROM users';
  sql += ' ORDER BY ' + order;
  const [rows] = await pool.promise().execute(sql); // assay: sql-injection
  response.json(rows);
});
