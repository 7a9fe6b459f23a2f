import fetch from 'node-fetch';
import { Body, Controller, Post } from '@nestjs/common';

class Preview {
  constructor(readonly address: string) {}

  load() {
    return fetch(this.address); // assay: server-side-request-forgery
  }
}

@Controller('preview')
export class PreviewController {
  @Post()
  async preview(@Body('address') address: string) {
    const answer = await new Preview(address).load();
    return { status: answer.status };
  }
}
