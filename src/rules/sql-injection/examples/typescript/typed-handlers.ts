import { createPool, type Pool } from 'mysql2/promise';
import type { NextApiRequest, NextApiResponse } from 'next';

const pool: Pool = createPool({ host: 'localhost' });

interface Search {
  readonly term: string;
}

function statement({ term }: Search): string {
  return "SELECT * FROM posts WHERE title LIKE '%" + term + "%'";
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const term = req.query.term as string;
  const [rows] = await pool.query(statement({ term })); // assay: sql-injection
  res.status(200).json(rows);
}

export async function remove(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const id = req.body!.id;
  await pool.query(`DELETE FROM posts WHERE id = ${id}`); // assay: sql-injection
  res.status(204).end();
}
