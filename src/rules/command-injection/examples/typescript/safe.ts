import { execFile } from 'node:child_process';
import { Controller, Get, Query } from '@nestjs/common';

const FORMATS: ReadonlySet<string> = new Set(['png', 'jpeg']);

@Controller()
export class Converter {
  @Get('convert')
  convert(@Query('name') name: string, @Query('format') format: string): { started: boolean } {
    if (!FORMATS.has(format)) throw new Error('no such format');
    execFile('/usr/bin/convert', [name, `out.${format}`]);
    return { started: true };
  }
}
