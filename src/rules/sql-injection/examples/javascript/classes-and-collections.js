import express from 'express';
import pg from 'pg';
import Database from 'better-sqlite3';

class Users {
  #pool;
  constructor(pool) {
    this.#pool = pool;
  }
  find(filter) {
    return this.#pool.query({ text: `SELECT * FROM users WHERE ${filter.column} = ${filter.value}`, values: [] }); // assay: sql-injection
  }
}

const router = express.Router();
const users = new Users(new pg.Pool());
const files = new Database('files.db');

router.post('/find', async (req, res) => {
  const filter = { column: 'id', value: req.body.id };
  res.json(await users.find(filter));
});

router.get('/files/:folder', (req, res) => {
  const parts = ['SELECT name FROM files'];
  parts.push(`WHERE folder = '${req.params.folder}'`);
  res.json(files.prepare(parts.join(' ')).all()); // assay: sql-injection
});

router.get('/many', (req, res) => {
  const conditions = req.query.ids.split(',').map((id) => `id = ${id}`);
  res.json(files.prepare('SELECT * FROM files WHERE ' + conditions.join(' OR ')).all()); // assay: sql-injection
});
