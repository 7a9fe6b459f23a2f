import { Controller, Get, Param, ParseIntPipe, Query } from '@nestjs/common';
import he from 'he';
import validator from 'validator';

interface Person {
  name: string;
}

@Controller('people')
export class PeopleController {
  @Get('json')
  json(@Query('name') name: string): Person {
    return { name };
  }

  @Get('encoded')
  encoded(@Query('name') name: string): string {
    return `<p>${he.encode(name)} ${validator.escape(name)}</p>`;
  }

  @Get('count/:count')
  count(@Param('count', ParseIntPipe) count: number): string {
    return `<p>${count}</p>`;
  }
}
