import { Controller, Get, Param, ParseIntPipe, Query } from '@nestjs/common';
import { PrismaClient } from '@prisma/client';
import { DataSource } from 'typeorm';

enum Order {
  Name = 'name',
  Age = 'age',
}

@Controller('users')
export class UserController {
  constructor(
    private readonly source: DataSource,
    private readonly prisma: PrismaClient,
  ) {}

  @Get('name/:name')
  byName(@Param('name') name: string) {
    return this.source.query('SELECT * FROM users WHERE name = $1', [name]);
  }

  @Get('id/:id')
  byId(@Param('id', ParseIntPipe) id: number) {
    return this.source.query(`SELECT * FROM users WHERE id = ${id}`);
  }

  @Get('tagged')
  tagged(@Query('name') name: string) {
    return this.prisma.$queryRaw`SELECT * FROM users WHERE name = ${name}`;
  }

  @Get('sorted')
  sorted(@Query('by') by: string) {
    const column = by === 'age' ? Order.Age : Order.Name;
    return this.source.query('SELECT * FROM users ORDER BY ' + column);
  }
}
