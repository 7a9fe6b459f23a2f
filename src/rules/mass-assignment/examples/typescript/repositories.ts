import express, { type Request, type Response } from 'express';
import { DataSource } from 'typeorm';

const source = new DataSource({ type: 'sqlite', database: 'x' });
const app = express();

app.put('/notes/:id', async (req: Request, res: Response) => {
  const notes = source.getRepository('Note');
  await notes.update(Number(req.params.id), req.body); // assay: mass-assignment
  await notes.update(Number(req.params.id), { text: String(req.body.text) });
  res.json({});
});
