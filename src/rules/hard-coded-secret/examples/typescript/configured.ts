import { DataSource } from 'typeorm';
import { verify } from 'jsonwebtoken';

interface Settings {
  readonly password: string;
  readonly jwtSecret: string;
}

export const open = (settings: Settings) => new DataSource({ type: 'postgres', password: settings.password });
export const check = (token: string, settings: Settings) => verify(token, settings.jwtSecret);
