import { Collection, ObjectId } from 'mongodb';
import type { Request, Response } from 'express';

interface Person {
  mail: string;
}

export const finder = (people: Collection<Person>) => async (req: Request, res: Response) => {
  const { mail } = req.body;
  const byId = await people.findOne({ _id: new ObjectId(req.params.id) });
  const byMail = await people.findOne({ mail: String(mail) });
  res.json({ byId, byMail });
};
