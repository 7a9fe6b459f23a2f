import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';

@Controller('pages')
export class PageController {
  private readonly greeting = 'Hello';

  @Get('direct')
  direct(@Query('name') name: string): string {
    return `<h1>${this.greeting} ${name}</h1>`; // assay: cross-site-scripting
  }

  @Get('response')
  response(@Req() request: Request, @Res() response: Response): void {
    response.send(this.page(request.headers['user-agent'] ?? '')); // assay: cross-site-scripting
  }

  private page(content: string): string {
    return `<main>${content}</main>`;
  }
}
