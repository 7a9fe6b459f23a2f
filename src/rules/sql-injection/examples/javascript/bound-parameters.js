const express = require('express');
const mysql = require('mysql2/promise');
const knex = require('knex')({ client: 'pg' });
const app = express();

app.get('/one', async (req, res) => {
  const connection = await mysql.createConnection({ host: 'localhost' });
  const [rows] = await connection.execute('SELECT * FROM users WHERE name = ? AND city = ?', [req.query.name, req.query.city]);
  res.json(rows);
});

app.get('/two', async (req, res) => {
  const connection = await mysql.createConnection({ host: 'localhost' });
  res.json(await connection.query({ sql: 'SELECT * FROM users WHERE id = ?', values: [req.query.id] }));
});

app.get('/three', async (req, res) => {
  res.json(await knex('users').where('id', req.query.id).whereRaw('name = ?', [req.query.name]));
});

app.get('/four', async (req, res) => {
  const connection = await mysql.createConnection({ host: 'localhost' });
  res.json(await connection.query('SELECT * FROM users WHERE name = ' + connection.escape(req.query.name)));
});
