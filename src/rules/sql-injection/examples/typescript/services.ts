import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { PrismaClient } from '@prisma/client';
import { DataSource, Repository } from 'typeorm';

class User {}

class UserService {
  constructor(
    private readonly source: DataSource,
    private readonly users: Repository<User>,
    private readonly prisma: PrismaClient,
  ) {}

  byName(name: string) {
    return this.source.query(`SELECT * FROM users WHERE name = '${name}'`); // assay: sql-injection
  }

  byCity(city: string) {
    return this.users.createQueryBuilder('u').where(`u.city = '${city}'`).getMany(); // assay: sql-injection
  }

  byId(id: string) {
    return this.prisma.$queryRawUnsafe('SELECT * FROM users WHERE id = ' + id); // assay: sql-injection
  }
}

@Controller('users')
export class UserController {
  constructor(private readonly service: UserService) {}

  @Get(':name')
  find(@Param('name') name: string, @Query('city') city?: string) {
    return city ? this.service.byCity(city) : this.service.byName(name);
  }

  @Post()
  async one(@Body() body: { id: string }) {
    return { found: await this.service.byId(body.id) };
  }
}
