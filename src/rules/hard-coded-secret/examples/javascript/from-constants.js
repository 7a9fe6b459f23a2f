import { createHmac } from 'node:crypto';
import pg from 'pg';

const settings = { key: 'h7Gd92kLmQ4zXc1v' }; // assay: hard-coded-secret

export const sign = (text) => createHmac('sha256', settings.key).update(text).digest('hex'); // assay: hard-coded-secret
export const pool = new pg.Pool({ user: 'app', password: 'w8-Rt5_Kp2' }); // assay: hard-coded-secret
