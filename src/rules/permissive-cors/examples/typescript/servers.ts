import { NestFactory } from '@nestjs/core';
import { Server } from 'socket.io';
import { AppModule } from './app.module.ts';

async function start() {
  const app = await NestFactory.create(AppModule, { cors: true }); // assay: permissive-cors
  app.enableCors({ origin: 'https://www.example.com' });
  await app.listen(3000);
}

start();
export const io = new Server(4000, { cors: { origin: '*' } }); // assay: permissive-cors
