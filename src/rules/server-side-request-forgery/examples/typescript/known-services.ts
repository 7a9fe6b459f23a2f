import axios, { type AxiosInstance } from 'axios';
import type { Request, Response } from 'express';

const orders: AxiosInstance = axios.create({ baseURL: 'http://orders.internal' });

export async function order(req: Request, res: Response): Promise<void> {
  const { data } = await orders.get(`/orders/${Number(req.params.id)}`);
  const { data: found } = await orders.post('/search', { term: req.body.term });
  res.json({ data, found });
}
