const express = require('express');
const sqlite3 = require('sqlite3').verbose();
const app = express();
const db = new sqlite3.Database(':memory:');

app.get('/number', (req, res) => {
  const id = parseInt(req.params.id, 10);
  db.get('SELECT * FROM users WHERE id = ' + id, (error, row) => res.json(row));
});

app.get('/limit', (req, res) => {
  const limit = Math.min(Number(req.query.limit) || 10, 100);
  db.all(`SELECT * FROM users LIMIT ${limit}`, (error, rows) => res.json(rows));
});

app.get('/pattern', (req, res) => {
  const { table } = req.query;
  if (!/^[a-z_]+$/.test(table)) {
    res.status(400).end();
    return;
  }
  db.all(`SELECT count(*) FROM ${table}`, (error, rows) => res.json(rows));
});

app.get('/overwritten', (req, res) => {
  let name = req.query.name;
  name = 'nobody';
  db.all(`SELECT * FROM users WHERE name = '${name}'`, (error, rows) => res.json(rows));
});
