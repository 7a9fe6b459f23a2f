import { Collection, MongoClient } from 'mongodb';
import type { Request, Response } from 'express';

interface Person {
  mail: string;
}

class People {
  constructor(private readonly people: Collection<Person>) {}

  async byMail(mail: string) {
    return this.people.findOne({ mail }); // assay: nosql-injection
  }
}

const people = new People(new MongoClient('mongodb://localhost').db('app').collection('people'));

export async function find(req: Request, res: Response): Promise<void> {
  res.json(await people.byMail(req.body.mail));
}
